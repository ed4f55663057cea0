/** The tour: every scene in its order, then a look through every byte that the jobs received. */
import pg from 'pg';
import { superuserUrl } from '../../support/postgres.ts';
import { readProtectedValues } from '../../support/protected-values.ts';
import { AS_SENT, connectTapped, type TappedClient } from '../../support/tapped-client.ts';
import { CALLER_NAMES, type CallerName } from '../callers.ts';
import type { Cleanup } from '../cleanup.ts';
import { PROTECTED_COLUMNS } from '../crm-data.ts';
import type { Stage } from '../stage.ts';
import type { Terminal } from '../terminal.ts';
import { perform } from './perform.ts';
import { SCENES } from './scenes.ts';

/** Callers to whom no policy reveals anything. */
const NEVER_TOLD: readonly CallerName[] = ['contractor', 'pipeline'];

/** Shows it all; true where everything was as expected. */
export async function takeTour(stage: Stage, terminal: Terminal, cleanup: Cleanup): Promise<boolean> {
  const taps = {} as Record<CallerName, TappedClient>;
  for (const name of CALLER_NAMES) {
    const { user, password } = stage.callers[name];
    const { host, port } = stage.proxy;
    const tap = await connectTapped({ host, port, user, password, database: 'crm' });
    await cleanup.defer(() => tap.end());
    taps[name] = tap;
  }
  const direct = new pg.Client({
    connectionString: superuserUrl(stage.server, stage.database),
    types: AS_SENT,
  });
  await direct.connect();
  await cleanup.defer(() => direct.end());

  const clients = {
    contractor: taps.contractor.client,
    pipeline: taps.pipeline.client,
    support: taps.support.client,
  };
  let ok = true;
  for (const [index, scene] of SCENES.entries()) {
    ok = (await perform(scene, index + 1, { callers: stage.callers, clients, direct }, terminal)) && ok;
  }
  return (await searchBytes(stage, taps, direct, terminal)) && ok;
}

async function searchBytes(
  stage: Stage,
  taps: Readonly<Record<CallerName, TappedClient>>,
  direct: pg.Client,
  { style, write }: Terminal,
): Promise<boolean> {
  const values = await readProtectedValues(direct, PROTECTED_COLUMNS);
  write(`\n${style.strong(style.accent('And in none of the bytes'))}\n`);
  let ok = true;
  for (const name of NEVER_TOLD) {
    const bytes = taps[name].take();
    const found = values.findIn(bytes);
    const size = `${bytes.length.toLocaleString('en-US')} bytes received by ${stage.callers[name].title}`;
    if (found.length === 0) {
      const all = values.size.toLocaleString('en-US');
      write(`   ${style.good('✓')} ${size}: none of ${all} protected values occurs in them\n`);
    } else {
      ok = false;
      write(`   ${style.bad(`✗ ${size}: ${found.length} protected values occur in them`)}\n`);
    }
  }
  return ok;
}
