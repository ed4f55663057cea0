/** psql's commands that describe: what they show through the proxy is what they show without it, byte for byte; or a refusal that says why. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { psql } from '../support/psql.ts';
import { requires } from '../support/requires.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

/** One line for a family: letters of objects, letters of patterns, variants with more columns, with system objects, and other commands. */
const SAME = String.raw`
\d|\d orders|\d+ orders|\d customers|\d+ customers|\dS pg_class|\dS+ pg_class|\d *.orders|\d "orders"|\d public.o*
\dt|\dt o*|\dtS pg_cl*|\di|\di *pkey|\ds|\dv|\dvS pg_st*|\dm|\dE|\dit|\dtvs|\dtvmsE
\da|\da sum|\df|\df lower|\df+ lower|\dfn n*|\dfw|\dfa max|\do =|\do+ ||\dO|\dc|\dC|\dC+|\dT|\dT+|\dTS int*|\dD|\dD+|\dy|\dX
\dA|\dA+|\dAc|\dAc btree|\dAf|\dAf+ hash|\dAo|\dAp
\db|\dd|\ddp|\dg|\dg+|\du|\du+|\dn|\dn+|\dnS|\dp|\dp orders|\z|\z orders|\drds
\des|\det|\deu|\dew|\dF|\dF+ english|\dFd|\dFd+|\dFp|\dFp+|\dFt|\dFt+|\dL|\dL+|\dLS
\dP|\dPt|\dPi|\dRp|\dRs|\dx|\dx+|\dx+ plpgsql|\l|\sf now|\sf+ now|\sv pg_tables|\sv+ pg_tables|\dconfig datestyle|\dconfig extra_float_*
\encoding|\timing off|\pset null x|\pset format unaligned|\pset format aligned|\x on|\x off|\echo hi|\copyright|\h select|\? options|\set ECHO none
`;
const COMMANDS = SAME.trim()
  .split('\n')
  .flatMap((line) => line.replaceAll('||', ' \0').split('|'))
  .map((command) => command.replace(' \0', '||'))
  .filter((command) => command !== '');

/** Where they ask for what tells of stored values, or for what cannot be judged. */
const REFUSED: readonly (readonly [command: string, because: string])[] = [
  [String.raw`\dt+`, 'function pg_table_size cannot be called through the proxy'],
  [String.raw`\di+`, 'function pg_table_size cannot be called through the proxy'],
  [String.raw`\dP+`, 'function pg_table_size cannot be called through the proxy'],
  [String.raw`\db+`, 'function pg_tablespace_size cannot be called through the proxy'],
  [String.raw`\dl`, 'relation "pg_largeobject_metadata" cannot be read through the proxy'],
];

const MARK = '@@@';

interface Shown {
  readonly outputs: ReadonlyMap<string, string>;
  /** Of all of them together. */
  readonly stderr: string;
}

requires('psql')('psql', () => {
  let world: CrmWorld;
  let direct: Shown;
  let proxied: Shown;

  async function shown(target: Parameters<typeof psql>[0]): Promise<Shown> {
    const commands = COMMANDS.flatMap((command) => [String.raw`\echo ${MARK}`, command]);
    const { stdout, stderr } = await psql(target, ...commands);
    const outputs = stdout.split(`${MARK}\n`).slice(1);
    expect(outputs).toHaveLength(COMMANDS.length);
    return { outputs: new Map(COMMANDS.map((command, index) => [command, outputs[index] ?? ''])), stderr };
  }

  beforeAll(async () => {
    world = await createWorld();
    const { host, port, superuser, password } = world.server;
    direct = await shown({ host, port, user: superuser, password, database: 'crm' });
    proxied = await shown(world.target('pipeline'));
  }, 120_000);
  afterAll(() => world?.stop());

  it.each(COMMANDS)('%s', (command) => {
    expect(proxied.outputs.get(command)).toBe(direct.outputs.get(command));
  });

  it('says of what is not there, or what this psql asks of a newer server, what it says without the proxy', () => {
    expect(proxied.stderr).toBe(direct.stderr);
  });

  it.each(REFUSED)('%s is refused', async (command, because) => {
    const { stdout, stderr } = await psql(world.target('pipeline'), command);
    expect(stdout).toBe('');
    expect(stderr).toContain(because);
  });
});
