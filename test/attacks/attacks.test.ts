/**
 * Every attack of the catalogue, as a contractor sends it, against two worlds that differ in protected values alone, on each server that is
 * there. What comes back must be the same to the byte, hold no protected value, be what the catalogue says, and leave a connection that
 * works. And the same must have told the worlds apart where no proxy stood in the way, or else it proves nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backendMessages, describeMessage } from '../support/backend-messages.ts';
import { OLDER_MAJORS } from '../support/postgres-binaries.ts';
import { type ProtectedValues, protectedValues } from '../support/protected-values.ts';
import { requires } from '../support/requires.ts';
import type { Attack, Expectation } from './attack.ts';
import { startUp } from './catalogue/start-up.ts';
import { catalogue } from './catalogue.ts';
import { Replayer, type Transcript, waysOf } from './replay.ts';
import { lastError, outlineOf } from './report.ts';
import { knock, refusalOf } from './wire/knock.ts';
import { type Bundles, compilePolicies } from './world/bundles.ts';
import { PROTECTED, PROTECTED_PARTS } from './world/policy.ts';
import { SIDES } from './world/rows.ts';
import { makeAttackers, type ServerMajor, startWorld } from './world/world.ts';

const directory = mkdtempSync(join(tmpdir(), 'dlp-attacks-'));
let bundles: Bundles;

beforeAll(async () => {
  bundles = await compilePolicies(directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('PostgreSQL 18', () => attacksOn(18));
requires('postgresql-15')('PostgreSQL 15', () => attacksOn(15));
// By hand: DLP_OLDER_SERVERS=1 npx vitest run test/attacks/attacks.test.ts
if (process.env.DLP_OLDER_SERVERS !== undefined)
  for (const major of OLDER_MAJORS)
    requires(`postgresql-${major}`)(`PostgreSQL ${major}`, () => attacksOn(major));

function attacksOn(major: ServerMajor): void {
  let replayers: readonly Replayer[] = [];
  let raw: ProtectedValues;

  beforeAll(async () => {
    const attackers = makeAttackers();
    const worlds = await Promise.all(SIDES.map((side) => startWorld({ side, major, attackers, bundles })));
    replayers = worlds.map((world) => new Replayer(world));
    raw = protectedValues((await Promise.all(replayers.map(storedValues))).flat());
  });
  afterAll(async () => {
    for (const replayer of replayers) {
      replayer.close();
      await replayer.world.stop();
    }
  });

  const both = <T>(work: (replayer: Replayer) => Promise<T>): Promise<T[]> =>
    Promise.all(replayers.map(work));

  it('the worlds differ in every protected column, in values and in what can be told of them', async () => {
    const [left = [], right = []] = await both(storedValues);
    expect(left.length).toBeGreaterThan(300);
    // But for what the caller knows already and may look up: whether that is there is the same in both.
    const secret = left.filter((value) => !value.endsWith('@known.example'));
    expect(secret.filter((value) => right.includes(value) && value.length > 7)).toEqual([]);
  });

  describe.each(catalogue)('$name', ({ attacks }) => {
    it.each(attacks)('$id', async (attack) => {
      const { sends, database, expect: expected, since } = attack;
      const ways = typeof sends === 'string' ? waysOf(sends) : { steps: sends };
      for (const [way, steps] of Object.entries(ways)) {
        const transcripts = await both((replayer) => replayer.through(steps, database));
        await both((replayer) => replayer.through(attack.after, database));
        expectAlike(transcripts, way);
        for (const { bytes } of transcripts) expect(raw.findIn(bytes), way).toEqual([]);
        if (major >= since) expectOutcome(transcripts[0], expected, way);
        expect(await both((replayer) => replayer.isUsable(database)), `usable after ${way}`).toEqual([
          true,
          true,
        ]);
      }
      if (attack.bare === 'leaks' && major >= since) await expectLeak(attack);
    });
  });

  describe(startUp.name, () => {
    it.each(startUp.attacks)('$id', async ({ sends, expect: expected }) => {
      if (typeof sends === 'function') {
        const [left = '', right] = await both(({ world }) => refusalOf(sends(world)));
        expect(right).toBe(left);
        expect(left).toMatch(expected === 'silently' ? /^$/ : `${expected.sqlstate} ${expected.saying}`);
        return;
      }
      const [left = Buffer.alloc(0), right] = await both(({ world }) => knock(world.proxy, sends));
      expect(right?.toString('latin1')).toBe(left.toString('latin1'));
      expect(raw.findIn(left)).toEqual([]);
      if (expected === 'silently') expect(left.length).toBe(0);
      else {
        expect(lastError(left)).toMatchObject({
          sqlstate: expected.sqlstate,
          message: expect.stringContaining(expected.saying),
        });
      }
    });
  });

  /** Past the proxy, the same traffic tells the worlds apart. */
  async function expectLeak(attack: Attack): Promise<void> {
    const [left, right] = await both((replayer) => replayer.past(attack));
    expect(
      right?.bytes.equals(left?.bytes ?? Buffer.alloc(0)),
      'it tells nothing without a proxy either',
    ).toBe(false);
  }
}

function expectAlike([left, right]: readonly Transcript[], way: string): void {
  if (left === undefined || right === undefined) throw new Error('there are two worlds');
  const shown = ({ bytes, closed }: Transcript) => [...backendMessages(bytes).map(describeMessage), closed];
  if (!left.bytes.equals(right.bytes) || left.closed !== right.closed)
    expect(shown(right), way).toEqual(shown(left));
}

function expectOutcome(transcript: Transcript | undefined, expected: Expectation, way: string): void {
  if (transcript === undefined) throw new Error('there are two worlds');
  const { errors, states } = outlineOf(transcript);
  const [first] = errors;
  expect(transcript.closed, `${way}: closed`).toBe(expected.kind === 'ended');
  switch (expected.kind) {
    case 'masked':
      expect(errors, way).toEqual([]);
      break;
    case 'fails':
      expect(first?.sqlstate, `${way}: ${first?.message}`).toBe(expected.sqlstate);
      break;
    case 'denied':
    case 'ended':
      expect(first, way).toMatchObject({
        sqlstate: expected.sqlstate,
        message: expect.stringContaining(expected.saying),
        fromServer: false,
      });
      break;
  }
  // A refusal leaves the transaction as any error does.
  if (way === 'in a transaction') expect(states, way).toBe(errors.length > 0 ? 'TEI' : 'TTI');
}

/** Everything protected that a world stores, as text, and places of rows that are kept back. */
async function storedValues({ world }: Replayer): Promise<readonly string[]> {
  const queries = Object.entries(PROTECTED).flatMap(([relation, columns]) =>
    columns.map((column) => `select ${pg.escapeIdentifier(column)}::text as value from ${relation}`),
  );
  const keptBack = "select place as value from deliveries where handler <> 'contractor'";
  const rows = await world.admin(
    `select distinct value from (${[...queries, keptBack, PROTECTED_PARTS].join(' union ')}) all_of_them`,
    'crm',
  );
  return rows.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}
