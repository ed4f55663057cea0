/** What is told to be kept is there, in order; what cannot be kept is said so, and nothing else is lost with it. */
import { expect, test, vi } from 'vitest';
import { compressSegment } from '../../../runtime/src/records/journal/compress-segment.ts';
import { segmentBytes } from '../../../runtime/src/records/journal/read-segment.ts';
import { readSegmentName, segmentFile } from '../../../runtime/src/records/journal/segment-name.ts';
import { verifyRecords } from '../../../runtime/src/records/verify/verify-records.ts';
import { append, beginJournal, framesOf, kindsOf, publicKey } from './journal-fixture.ts';
import { memoryFiles } from './memory-files.ts';

test('entries are on the disk, in order, when they are said to be', async () => {
  const files = memoryFiles();
  const journal = await beginJournal(files);
  const kept: number[] = [];
  await Promise.all(
    [1, 2, 3].map(async (number) => {
      expect(await append(journal, 'made.up', { number }, `body ${number}`)).toBe(true);
      kept.push(number);
      const [bytes = Buffer.alloc(0)] = files.content.values();
      expect(framesOf(bytes).filter(({ head }) => head.kind === 'made.up').length).toBe(3);
    }),
  );
  expect(kept).toEqual([1, 2, 3]);
  const [bytes = Buffer.alloc(0)] = files.content.values();
  const entries = framesOf(bytes).filter(({ head }) => head.kind === 'made.up');
  expect(entries.map(({ head, body }) => [head.number, body.toString()])).toEqual([
    [1, 'body 1'],
    [2, 'body 2'],
    [3, 'body 3'],
  ]);
  await journal.close();
});

test('what waits together is brought to the disk once', async () => {
  const files = memoryFiles();
  const journal = await beginJournal(files);
  const before = files.synced();
  await Promise.all(Array.from({ length: 100 }, (_, number) => append(journal, 'made.up', { number })));
  expect(files.synced() - before).toBe(1);
  await journal.close();
});

test('where only the process must survive, nothing waits for the disk, which gets it within a second', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const files = memoryFiles();
  const journal = await beginJournal(files, { waitsForDisk: false });
  const before = files.synced();
  expect(await append(journal, 'made.up', { number: 1 })).toBe(true);
  const [bytes = Buffer.alloc(0)] = files.content.values();
  expect(kindsOf(bytes).at(-1)).toBe('made.up');
  expect(files.synced()).toBe(before);
  vi.advanceTimersByTime(1000);
  await vi.waitFor(() => expect(files.synced()).toBe(before + 1));
  // What does not fit fails as it does elsewhere.
  files.room = 10;
  expect(await append(journal, 'made.up', { number: 2 })).toBe(false);
  await vi.waitFor(() => expect(journal.failure).toBe('there is no space left for it'));
  vi.useRealTimers();
  files.room = Number.POSITIVE_INFINITY;
  await journal.close();
});

test('a directory that takes long to look at is no failure', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const files = memoryFiles();
  const looked = Promise.withResolvers<void>();
  const list = files.list.bind(files);
  const failures: (string | null)[] = [];
  const begun = beginJournal(
    {
      ...files,
      list: async () => {
        await looked.promise;
        return list();
      },
    },
    { onFailure: (reason) => failures.push(reason) },
  );
  await vi.advanceTimersByTimeAsync(5000);
  looked.resolve();
  const journal = await begun;
  await vi.advanceTimersByTimeAsync(5000);
  expect(await append(journal, 'made.up')).toBe(true);
  expect(failures).toEqual([]);
  vi.useRealTimers();
  await journal.close();
});

test('entries of many turns of a busy journal are in segments one after another', async () => {
  const files = memoryFiles();
  const journal = await beginJournal(files, { rotateBytes: 3000 });
  const session = { what: 'session', describe: () => ({ id: 'one' }) };
  const kept: boolean[] = [];
  let given = 0;
  // While one batch is on its way to the disk, others come.
  const give = async (): Promise<void> => {
    while (given < 300) {
      given += 1;
      kept.push(await append(journal, 'made.up', { number: given }, 'x'.repeat(given % 50), [session]));
      if (given % 7 === 0) await new Promise(setImmediate);
    }
  };
  await Promise.all([give(), give(), give(), give()]);
  await journal.close();
  expect(kept).toEqual(new Array(300).fill(true));
  const segments = [...files.content].sort().map(([, bytes]) => framesOf(bytes));
  expect(segments.length).toBeGreaterThan(5);
  const numbers = segments.flatMap((entries) =>
    entries.flatMap(({ head }) => (head.kind === 'made.up' ? [head.number] : [])),
  );
  expect(numbers).toEqual(Array.from({ length: 300 }, (_, at) => at + 1));
  for (const entries of segments)
    expect(entries.filter(({ head }) => head.kind === 'define').length).toBeLessThan(2);
  expect(await verifyRecords(files, [publicKey])).toMatchObject({ problems: [], tails: [] });
});

test('entries longer than what is copied are chained like others', async () => {
  const files = memoryFiles();
  const journal = await beginJournal(files);
  const lengths = [10, 70_000, 20, 300_000, 0, 65_536, 65_537, 5];
  for (const [index, length] of lengths.entries())
    expect(
      await append(
        journal,
        'made.up',
        { number: index, text: 'é€😀'.repeat(length % 97) },
        'x'.repeat(length),
      ),
    ).toBe(true);
  await Promise.all(
    lengths.map((length, index) => append(journal, 'made.up', { number: index }, 'y'.repeat(length))),
  );
  await journal.close();
  const [bytes = Buffer.alloc(0)] = files.content.values();
  const entries = framesOf(bytes).filter(({ head }) => head.kind === 'made.up');
  expect(entries.map(({ body }) => body.length)).toEqual([...lengths, ...lengths]);
  expect(await verifyRecords(files, [publicKey])).toMatchObject({ problems: [], tails: [] });
});

test('something that entries speak of is described once in each segment, before them', async () => {
  const files = memoryFiles();
  const journal = await beginJournal(files, { rotateBytes: 2000 });
  const session = { what: 'session', describe: () => ({ id: 'one' }) };
  for (let number = 0; number < 12; number += 1)
    await append(journal, 'made.up', { number }, 'x'.repeat(300), [session]);
  await journal.close();
  const segments = [...files.content.values()];
  expect(segments.length).toBeGreaterThan(1);
  for (const segment of segments) {
    const frames = framesOf(segment);
    const definitions = frames.filter(({ head }) => head.kind === 'define');
    expect(definitions.map(({ head }) => [head.what, head.id, head.number])).toEqual([['session', 'one', 1]]);
    for (const { head } of frames) if (head.kind === 'made.up') expect(head.session).toBe(1);
  }
  expect(await verifyRecords(files, [publicKey])).toMatchObject({
    problems: [],
    tails: [],
    segments: segments.length,
  });
});

test('a full disk: what was on its way is told, nothing is taken, and then it goes on', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const files = memoryFiles();
  const failures: (string | null)[] = [];
  const journal = await beginJournal(files, { onFailure: (reason) => failures.push(reason) });
  expect(await append(journal, 'made.up', { number: 1 })).toBe(true);
  files.room = 40;
  expect(await append(journal, 'made.up', { number: 2 })).toBe(false);
  expect(journal.failure).toBe('there is no space left for it');
  expect(await append(journal, 'made.up', { number: 3 })).toBe(false);
  // It is tried again, and fails as long as it must.
  vi.advanceTimersByTime(3000);
  await vi.waitFor(() => expect(files.content.size).toBe(1));
  files.room = Number.POSITIVE_INFINITY;
  vi.advanceTimersByTime(1000);
  await vi.waitFor(() => expect(journal.failure).toBeNull());
  expect(await append(journal, 'made.up', { number: 4 })).toBe(true);
  vi.useRealTimers();
  await journal.close();
  expect(failures).toEqual(['there is no space left for it', null]);
  const numbers = [...files.content.values()].flatMap((segment) =>
    framesOf(segment).flatMap(({ head }) => (head.kind === 'made.up' ? [head.number] : [])),
  );
  expect(numbers).toEqual([1, 4]);
  expect((await verifyRecords(files, [publicKey])).problems).toEqual([]);
});

test.each([
  ['back', 1_000_000],
  ['forward', 9_000_000],
])('a clock that is set %s changes no order, and the journal goes on', async (_, other) => {
  const files = memoryFiles();
  let now = 2_000_000;
  const journal = await beginJournal(files, { now: () => now, rotateMilliseconds: 1000 });
  await append(journal, 'made.up', { number: 1 });
  now = other;
  await append(journal, 'made.up', { number: 2 });
  now = other + 100;
  await append(journal, 'made.up', { number: 3 });
  await journal.close();
  expect([...files.content.values()].map((segment) => kindsOf(segment).includes('made.up'))).toEqual([
    true,
    true,
  ]);
  expect((await verifyRecords(files, [publicKey])).problems).toEqual([]);
});

test('a compressed segment reads back byte for byte', async () => {
  const files = memoryFiles();
  const journal = await beginJournal(files);
  await append(journal, 'made.up', {}, 'again and again '.repeat(1000));
  await journal.close();
  const [[file = '', bytes = Buffer.alloc(0)] = []] = files.content;
  await compressSegment(files, { journal: journal.name, segment: 1 });
  expect([...files.content.keys()]).toEqual([`${file}.zst`]);
  const name = readSegmentName(`${file}.zst`);
  if (name === null) throw new Error('no name');
  expect(segmentFile(name)).toBe(`${file}.zst`);
  expect(await segmentBytes(files, name)).toEqual({ ok: true, bytes });
  expect(files.content.get(`${file}.zst`)?.length).toBeLessThan(bytes.length / 4);
  expect((await verifyRecords(files, [publicKey])).problems).toEqual([]);
});
