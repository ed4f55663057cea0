/** Who agreed to what, and why, stands in the journal beside what became of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordsFiles } from '../../../runtime/src/records/journal/records-files.ts';
import { allEntries } from '../../../runtime/src/records/read/read-entries.ts';
import { archiveDatabase, outcomeOf } from './approvals-world.ts';
import { type RecordedWorld, startRecordedWorld } from './recorded-world.ts';

let database: Awaited<ReturnType<typeof archiveDatabase>>;
let directory: string;
let world: RecordedWorld;

beforeAll(async () => {
  database = await archiveDatabase();
  directory = mkdtempSync(join(tmpdir(), 'dlp-on-record-'));
  world = await startRecordedWorld(database, join(directory, 'records'));
});
afterAll(async () => {
  await world?.end();
  await database?.drop();
  rmSync(directory, { recursive: true, force: true });
});

test('with reasons, of approvals and refusals, before the statement itself', async () => {
  const { client } = await world.connect('contractor');
  const decide = async (decision: 'approve' | 'deny', reason: string) => {
    const result = outcomeOf(client.query('delete from archive where id = -1'));
    const id = await world.waiting();
    expect(await world.decide('ann', id, decision, reason)).toBe(200);
    return { id, result: await result };
  };
  const approved = await decide('approve', 'ticket 4711');
  const denied = await decide('deny', 'not before the backup');
  expect([approved.result, denied.result]).toEqual(['0 rows', expect.stringMatching(/^42501 ann refused/)]);
  await client.end();

  const told = async () => {
    const entries: Record<string, unknown>[] = [];
    for await (const { kind, session, data } of allEntries(recordsFiles(join(directory, 'records'))))
      if (session?.user === 'contractor' && /^(?:approval\.settled|sql\.asked)$/.test(kind))
        entries.push(data);
    return entries;
  };
  await expect.poll(async () => (await told()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(4);
  expect(await told()).toMatchObject([
    {
      ...{ kind: 'approval.settled', approval: approved.id, outcome: 'approved', why: null },
      by: [{ subject: 'ann', reason: 'ticket 4711' }],
    },
    { kind: 'sql.asked', decision: 'forward' },
    {
      ...{ kind: 'approval.settled', approval: denied.id, outcome: 'rejected' },
      by: [{ subject: 'ann', reason: 'not before the backup' }],
    },
    { kind: 'sql.asked', decision: 'deny', sqlstate: '42501' },
  ]);
});
