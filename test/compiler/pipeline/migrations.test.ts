/** `database … from` a folder: its migrations are read in order, and complaints point into the right one. */
import { describe, expect, test } from 'vitest';
import { HostError } from '../../../compiler/src/host/host.ts';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { checkPolicies } from '../../../compiler/src/pipeline.ts';

const policy = `database crm from "migrations/"
label pii
classify pii crm.customers.email
policy desk for "support" in caller.groups { on crm { allow select on customers reveal pii } }
`;

async function check(migrations: Readonly<Record<string, string>>) {
  const files = Object.entries(migrations).map(([name, text]) => [`p/migrations/${name}`, text]);
  const host = memoryHost({ 'p/crm.dlp': policy, 'p/migrations/.keep': '', ...Object.fromEntries(files) });
  const { diagnostics, texts } = await checkPolicies(host, ['p']);
  const ofSchemas = diagnostics.filter(({ code }) => code.startsWith('DLP5'));
  return ofSchemas.map(({ code, message, span }) => {
    const place = texts.get(span.file)?.positionAt(span.start);
    return `${span.file}:${place?.line}:${place?.column} ${code} ${message}`;
  });
}

describe('a folder of migrations', () => {
  test('is read in order', async () => {
    const found = await check({
      '10_rename.sql': 'alter table customers rename column mail to email;',
      '2_add.up.sql': 'set search_path = nothing; alter table public.customers add mail text;',
      '2_add.down.sql': 'alter table customers drop mail;',
      '1_init.sql':
        '-- migrate:up\ncreate table customers (id bigint);\n-- migrate:down\ndrop table customers;\n',
    });
    expect(found).toEqual([]);
  });

  test('complaints stand in the file that has the mistake', async () => {
    const found = await check({
      '1_init/migration.sql': 'create table customers (id bigint, email text);',
      '2_more/migration.sql': '-- fine\ncreate table orders (id bigint, kind moood);',
      '3_odd/migration.sql': 'do $$ begin end $$;\ncreate tabel x ();',
    });
    expect(found).toEqual([
      'p/migrations/2_more/migration.sql:2:38 DLP5002 no type is called `moood`',
      'p/migrations/3_odd/migration.sql:1:1 DLP5003 what this DO block does to the schema is not known',
      'p/migrations/3_odd/migration.sql:2:8 DLP5002 syntax error at or near "tabel"',
    ]);
  });

  test('the declaration is to blame for the folder as a whole', async () => {
    expect(await check({ 'readme.md': '' })).toEqual([
      'p/crm.dlp:1:19 DLP5001 the schema `migrations/` cannot be read: it is a directory without migrations (`*.sql`)',
    ]);
    const table = 'create table customers (id bigint, email text);';
    expect(await check({ 'V1__a.sql': table, 'beforeMigrate.sql': '' })).toEqual([
      'p/crm.dlp:1:19 DLP5003 `beforeMigrate.sql` is not read: Flyway runs no file of this name',
    ]);
    expect(await check({ 'sqitch.plan': 'a x y', 'b.sql': '' })).toEqual([
      'p/crm.dlp:1:19 DLP5001 the schema `migrations/` cannot be read: `sqitch.plan` names `deploy/a.sql`, which is not there',
    ]);
  });

  test('a folder that may not be listed is told like a file that may not be read', async () => {
    const list = async (path: string) => {
      if (path === 'p') return [{ name: 'crm.dlp', kind: 'file' as const }];
      throw new HostError(`cannot list \`${path}\`: permission denied`);
    };
    const host = { ...memoryHost({ 'p/crm.dlp': policy, 'p/migrations/1.sql': '' }), list };
    const { diagnostics } = await checkPolicies(host, ['p']);
    expect(diagnostics.map(({ message }) => message)).toContain(
      'the schema `migrations/` cannot be read: cannot list `p/migrations`: permission denied',
    );
  });

  test('reading stops where there are too many complaints', async () => {
    const broken = 'create tabel x;\n'.repeat(120);
    const found = await check({ '1.sql': broken, '2.sql': broken, '3.sql': broken });
    expect(found.filter((line) => line.includes('1.sql')).length).toBe(101);
    expect(found.length).toBe(101);
  });
});
