/** Records outlive versions: what a proxy of the first format wrote is read and verified, beside what is written now. */
import { createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { allEntries } from '../../../runtime/src/records/read/read-entries.ts';
import type { ResolvedEntry } from '../../../runtime/src/records/read/resolved-entry.ts';
import { Transcript } from '../../../runtime/src/records/read/transcript.ts';
import { verifyRecords } from '../../../runtime/src/records/verify/verify-records.ts';
import { append, beginJournal, publicKey } from './journal-fixture.ts';
import { memoryFiles } from './memory-files.ts';

const FOLDER = fileURLToPath(new URL('./format-1/', import.meta.url));
const oldKey = createPublicKey(readFileSync(`${FOLDER}records.pub`));
const written = () =>
  memoryFiles(
    new Map(
      readdirSync(FOLDER)
        .filter((name) => name.endsWith('.dlpr'))
        .map((name) => [name, readFileSync(FOLDER + name)]),
    ),
  );

test('it is read', async () => {
  const entries: ResolvedEntry[] = [];
  for await (const entry of allEntries(written())) entries.push(entry);
  expect(new Set(entries.map(({ session }) => session?.id))).toEqual(new Set(['a-session']));
  const transcript = new Transcript();
  const moments = entries.flatMap((entry) => transcript.take(entry));
  expect(moments.filter(({ kind }) => kind === 'answered')).toMatchObject(
    [1, 2, 3, 4].map((n) => ({ n, rows: 1, milliseconds: 1.5, end: { kind: 'complete', tag: 'SELECT 1' } })),
  );
});

test('it is verified, and what is written behind it says where it ended', async () => {
  const files = written();
  const journal = await beginJournal(files);
  await append(journal, 'made.up');
  await journal.close();
  const found = await verifyRecords(files, [oldKey, publicKey]);
  expect(found).toMatchObject({ problems: [], tails: [], journals: 2 });
  const [first = ''] = [...files.content.keys()].sort();
  for (const at of [3, 40, 700]) {
    const changed = Buffer.from(files.content.get(first) ?? '');
    changed[at] = (changed[at] ?? 0) ^ 1;
    const content = new Map([...files.content, [first, changed]]);
    expect((await verifyRecords(memoryFiles(content), [oldKey, publicKey])).problems).not.toEqual([]);
  }
});
