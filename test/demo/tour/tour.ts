/** The tour: every scene in its order, a look through every byte that the jobs received, the end of one of them, and the record. */
import pg from 'pg';
import { superuserUrl } from '../../support/postgres.ts';
import { type ProtectedValues, readProtectedValues } from '../../support/protected-values.ts';
import { AS_SENT, connectTapped, type TappedClient } from '../../support/tapped-client.ts';
import { CALLER_NAMES, type CallerName } from '../callers.ts';
import type { Cleanup } from '../cleanup.ts';
import { PROTECTED_COLUMNS } from '../crm-data.ts';
import type { Stage } from '../stage.ts';
import { type Terminal, wrap } from '../terminal.ts';
import { lookAtRecords } from './look-at-records.ts';
import { offboard } from './offboard.ts';
import { perform } from './perform.ts';
import { SCENES } from './scenes.ts';

/** Callers to whom no policy reveals anything, and every table that they may read. */
const NEVER_TOLD: Readonly<Partial<Record<CallerName, readonly string[]>>> = {
  contractor: ['customers', 'orders', 'support_tickets'],
  pipeline: ['customers', 'orders', 'support_tickets', 'payments'],
};

/** Shows it all; true where everything was as expected. Rejects soon after `signal`. */
export async function takeTour(
  stage: Stage,
  terminal: Terminal,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<boolean> {
  const taps = {} as Record<CallerName, TappedClient>;
  const connect = async (name: CallerName): Promise<TappedClient> => {
    const { user, password } = stage.callers[name];
    const { host, port } = stage.proxy;
    const tap = await connectTapped({ host, port, user, password, database: 'crm' });
    cleanup.defer(() => tap.end());
    return tap;
  };
  for (const name of CALLER_NAMES) taps[name] = await connect(name);
  const direct = new pg.Client({
    connectionString: superuserUrl(stage.server, stage.database),
    types: AS_SENT,
  });
  await direct.connect();
  cleanup.defer(() => direct.end());

  const clients = {
    contractor: taps.contractor.client,
    pipeline: taps.pipeline.client,
    support: taps.support.client,
  };
  const cast = { callers: stage.callers, clients, direct, api: stage.api, office: stage.office };
  let ok = true;
  for (const [index, scene] of SCENES.entries()) {
    signal.throwIfAborted();
    ok = (await perform(scene, index + 1, cast, terminal)) && ok;
  }
  const values = await readProtectedValues(direct, PROTECTED_COLUMNS);
  ok = (await searchBytes(stage, taps, values, terminal)) && ok;
  ok = (await offboard(stage, taps.contractor, () => connect('contractor'), terminal)) && ok;
  return (await lookAtRecords(stage, values, terminal)) && ok;
}

async function searchBytes(
  stage: Stage,
  taps: Readonly<Record<CallerName, TappedClient>>,
  values: ProtectedValues,
  { style, width, write }: Terminal,
): Promise<boolean> {
  const all = values.size.toLocaleString('en-US');
  write(`\n${style.strong(style.accent('Every byte'))}\n`);
  const text = `Now both jobs read every table that they may, whole. Then everything that they received since they connected is searched for ${all} values: names, contacts, numbers, addresses and ticket texts as they are stored.`;
  for (const line of wrap(text, width - 3)) write(`   ${line}\n`);
  write('\n');
  let ok = true;
  for (const name of CALLER_NAMES) {
    const tables = NEVER_TOLD[name];
    if (tables === undefined) continue;
    for (const table of tables) await taps[name].client.query(`select * from ${table}`);
    const bytes = taps[name].take();
    const found = values.findIn(bytes);
    const received = `${stage.callers[name].title}: ${bytes.length.toLocaleString('en-US')} bytes`;
    ok = ok && found.length === 0;
    if (found.length === 0) write(`   ${style.good('✓')} ${received}, none of the values\n`);
    else write(`   ${style.bad(`✗ ${received}, ${found.length} of the values`)}\n`);
  }
  return ok;
}
