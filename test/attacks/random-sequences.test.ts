/**
 * Messages that nobody thought of, in an order that nobody thought of, to two worlds that differ in protected values alone: every byte that
 * comes back is the same from both. A run that fails prints its seed; `DLP_RANDOM_SEQUENCES` says how many there are.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyMessage } from '../runtime/pgwire/any-message.ts';
import { bind, closePortal, execute, parse, query, sync } from '../runtime/pgwire/frontend.ts';
import { backendMessages, describeMessage } from '../support/backend-messages.ts';
import { OLDER_MAJORS } from '../support/postgres-binaries.ts';
import { requires } from '../support/requires.ts';
import { openSession } from './wire/session.ts';
import { type Bundles, compilePolicies } from './world/bundles.ts';
import { SIDES } from './world/rows.ts';
import { type AttackWorld, makeAttackers, type ServerMajor, startWorld } from './world/world.ts';

const RUNS = Number(process.env.DLP_RANDOM_SEQUENCES ?? 60);
const END = 'the end of the conversation';

/** Each may be a Query, or be prepared; most read what is protected, or fail by it. */
const TEXTS = [
  'select id, email from people order by id limit 5',
  'select upper(ssn), phone from people where score > 70000003 order by 1, 2 limit 5',
  'select 1 / (score - 70000003) from people order by id',
  'select count(*), max(salary) from people where email like $1',
  'select $1::int',
  'select nothing',
  'select 1 / 0',
  'copy (select email, born from people order by id limit 3) to stdout',
  'select people from people order by id limit 2',
  'begin',
  'begin isolation level repeatable read',
  'commit',
  'rollback',
  'savepoint s',
  'rollback to s',
  'set dlp.notices = on',
  'set dlp.notices = off',
  '',
];

/** About names of the session. */
const ABOUT_NAMES = [
  'prepare a (int) as select id, email from people where id > $1 order by id limit 4',
  'prepare b as select 1 / (score - 70000003), ssn from people order by id',
  'execute a (2 + 1)',
  'execute b',
  'explain execute a (1)',
  'deallocate a',
  'deallocate all',
  'discard all',
  'declare c scroll cursor with hold for select id, ssn, born from people order by email, id',
  'declare c cursor for select email, count(*) from people group by email order by 2, 1',
  'declare d cursor with hold for select 1 / (score - 70000003) from people order by id',
  'fetch 2 from c',
  'fetch backward 1 from c',
  'fetch absolute -2 from c',
  'fetch relative -1 from c',
  'fetch last from d',
  'move last in c',
  'move forward all in d',
  'fetch 0 from c',
  'fetch backward all from c',
  'close c',
  'close all',
];

function anything(): fc.Arbitrary<Buffer> {
  const name = fc.constantFrom('', 'a', 'b', 'c');
  const about = fc.constantFrom(...ABOUT_NAMES);
  return fc.oneof(
    { weight: 5, arbitrary: anyMessage(TEXTS) },
    { weight: 3, arbitrary: about.map((sql) => query(sql)) },
    { weight: 1, arbitrary: fc.tuple(about, about).map((texts) => query(texts.join(';'))) },
    {
      weight: 3,
      arbitrary: about.map((sql) => Buffer.concat([parse('', sql), bind('', ''), execute('', 0)])),
    },
    { weight: 1, arbitrary: fc.tuple(name, about).map(([to, sql]) => parse(to, sql)) },
    { weight: 1, arbitrary: fc.tuple(name, fc.nat(3)).map(([of, rows]) => execute(of, rows)) },
    { weight: 1, arbitrary: name.map((of) => closePortal(of)) },
  );
}

/** What follows an error is skipped up to the next Sync, and would try nothing. */
function sequence(): fc.Arbitrary<Buffer[]> {
  const step = fc.tuple(anything(), fc.boolean());
  return fc
    .array(step, { minLength: 5, maxLength: 30 })
    .map((steps) => steps.flatMap(([message, synced]) => (synced ? [message, sync] : [message])));
}

const directory = mkdtempSync(join(tmpdir(), 'dlp-sequences-'));
let bundles: Bundles;
beforeAll(async () => {
  bundles = await compilePolicies(directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('PostgreSQL 18', () => sequencesOn(18));
requires('postgresql-15')('PostgreSQL 15', () => sequencesOn(15));
// By hand: DLP_OLDER_SERVERS=1 npx vitest run test/attacks/random-sequences.test.ts
if (process.env.DLP_OLDER_SERVERS !== undefined)
  for (const major of OLDER_MAJORS)
    requires(`postgresql-${major}`)(`PostgreSQL ${major}`, () => sequencesOn(major));

function sequencesOn(major: ServerMajor): void {
  let worlds: readonly AttackWorld[] = [];
  beforeAll(async () => {
    const attackers = makeAttackers();
    worlds = await Promise.all(SIDES.map((side) => startWorld({ side, major, attackers, bundles })));
  });
  afterAll(async () => {
    for (const world of worlds) await world.stop();
  });

  it('any sequence of messages is answered alike', async () => {
    let answered = 0;
    // How many rows come is chance: where none did, that was no trial.
    for (let round = 0; round < 10 && answered === 0; round += 1)
      await fc.assert(
        fc.asyncProperty(sequence(), async (messages) => {
          const [left = [], right] = await Promise.all(worlds.map((world) => converse(world, messages)));
          expect(right).toEqual(left);
          answered += left.filter((line) => line.startsWith('D ') && !line.includes(END)).length;
        }),
        { numRuns: RUNS },
      );
    expect(answered).toBeGreaterThan(0);
  });
}

/** What comes back on a connection of its own, up to its end or that of the talk; one line for each message. */
async function converse(world: AttackWorld, messages: readonly Buffer[]): Promise<string[]> {
  const session = await openSession(world.through('contractor', 'crm'));
  const lines: string[] = [];
  try {
    let bytes = Buffer.concat([...messages, sync, query('rollback'), query(`select '${END}'`)]);
    for (;;) {
      const answer = await session.ask(bytes, 1);
      lines.push(...backendMessages(answer.bytes).map(describeMessage));
      if (answer.closed || answer.bytes.includes(END)) return lines;
      bytes = Buffer.alloc(0);
    }
  } finally {
    session.close();
  }
}
