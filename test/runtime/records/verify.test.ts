/** Whatever somebody does to the bytes of closed journals is found. */
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { retire } from '../../../runtime/src/records/journal/retention.ts';
import { Surroundings } from '../../../runtime/src/records/journal/surroundings.ts';
import { verifyRecords } from '../../../runtime/src/records/verify/verify-records.ts';
import { append, beginJournal, framesOf, privateKey, publicKey } from './journal-fixture.ts';
import { type MemoryFiles, memoryFiles } from './memory-files.ts';

/** Two journals that are closed, of several segments each, and a third that says where they end. */
const closed = new Map<string, Buffer>();

beforeAll(async () => {
  const files = memoryFiles(closed);
  // Names are times and chance: a second apart, the order is that in which they began.
  for (const [second, journal] of ['one', 'two'].entries()) {
    const now = () => second * 1000;
    const writer = await beginJournal(files, { rotateBytes: 1000, now });
    for (const id of ['a', 'b']) {
      const session = { what: 'session', describe: () => ({ id: `${journal} ${id}` }) };
      // Some alone, and some in one batch with others.
      for (let number = 0; number < 6; number += 3) {
        const put = (at: number) =>
          append(writer, 'made.up', { number: at }, `${journal} ${id} ${at} `.repeat(10), [session]);
        await put(number);
        await Promise.all([put(number + 1), put(number + 2)]);
      }
      await append(writer, 'session.end', {}, '', [session]);
    }
    await writer.close();
  }
  const last = await beginJournal(files, { now: () => 5000 });
  await last.close();
});

const changed = (change: (content: Map<string, Buffer>) => void): MemoryFiles => {
  const content = new Map(closed);
  change(content);
  return memoryFiles(content);
};
const verify = (files: MemoryFiles) => verifyRecords(files, [publicKey]);

test('nothing is found where nothing was done', async () => {
  expect(await verify(changed(() => undefined))).toEqual({
    ...{ problems: [], tails: [], journals: 3, segments: closed.size, retired: 0 },
    ...{ entries: expect.any(Number), sessions: 4 },
  });
  expect(closed.size).toBeGreaterThan(6);
});

/** The first entry of each batch. */
const batchesOf = (segment: Buffer) => framesOf(segment).filter(({ offset, batch }) => offset === batch + 4);

/** The journals whose ends somebody else has seen. */
const attested = () => {
  const names = [...closed.keys()].sort();
  return names.slice(0, -1);
};

describe('every change is found', () => {
  const segment = fc.nat().map((number) => attested()[number % attested().length] ?? '');
  const edits: Readonly<Record<string, fc.Arbitrary<(content: Map<string, Buffer>) => void>>> = {
    'a bit is turned': fc.tuple(segment, fc.nat(), fc.nat(7)).map(([name, at, bit]) => (content) => {
      const bytes = Buffer.from(content.get(name) ?? '');
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
      content.set(name, bytes);
    }),
    'bytes are cut out': fc
      .tuple(segment, fc.nat(), fc.integer({ min: 1, max: 500 }))
      .map(([name, at, count]) => (content) => {
        const bytes = content.get(name) ?? Buffer.alloc(0);
        const from = at % bytes.length;
        content.set(name, Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + count)]));
      }),
    'the end is cut off': fc.tuple(segment, fc.nat()).map(([name, at]) => (content) => {
      const bytes = content.get(name) ?? Buffer.alloc(0);
      content.set(name, bytes.subarray(0, at % bytes.length));
    }),
    'batches are cut off at the end': fc.tuple(segment, fc.nat()).map(([name, at]) => (content) => {
      const bytes = content.get(name) ?? Buffer.alloc(0);
      const frames = batchesOf(bytes);
      content.set(name, bytes.subarray(0, frames[at % (frames.length - 1)]?.end));
    }),
    'two batches are swapped': fc.tuple(segment, fc.nat()).map(([name, at]) => (content) => {
      const bytes = content.get(name) ?? Buffer.alloc(0);
      const batches = batchesOf(bytes);
      const [a, b] = [batches[at % (batches.length - 1)], batches[(at % (batches.length - 1)) + 1]];
      if (a === undefined || b === undefined) throw new Error('there are no two batches');
      const parts = [
        ...[bytes.subarray(0, a.batch), bytes.subarray(b.batch, b.end)],
        ...[bytes.subarray(a.batch, a.end), bytes.subarray(b.end)],
      ];
      content.set(name, Buffer.concat(parts));
    }),
    'two entries of a batch are swapped': fc.tuple(segment, fc.nat()).map(([name, at]) => (content) => {
      const bytes = Buffer.from(content.get(name) ?? '');
      const entries = framesOf(bytes);
      const pairs = entries.flatMap((entry, index) => {
        const next = entries[index + 1];
        const behind = entries[index + 2];
        if (next === undefined || next.batch !== entry.batch) return [];
        const end = behind?.batch === entry.batch ? behind.offset : next.end - 32;
        return [[entry.offset, next.offset, end] as const];
      });
      const [first, second, end] = pairs[at % pairs.length] ?? [0, 4, 8];
      const [a, b] = [Buffer.from(bytes.subarray(first, second)), Buffer.from(bytes.subarray(second, end))];
      content.set(name, Buffer.concat([bytes.subarray(0, first), b, a, bytes.subarray(end)]));
    }),
    'a batch is left out': fc.tuple(segment, fc.nat()).map(([name, at]) => (content) => {
      const bytes = content.get(name) ?? Buffer.alloc(0);
      const frames = batchesOf(bytes);
      const frame = frames[at % frames.length];
      content.set(name, Buffer.concat([bytes.subarray(0, frame?.batch), bytes.subarray(frame?.end)]));
    }),
    'a batch is doubled': fc.tuple(segment, fc.nat()).map(([name, at]) => (content) => {
      const bytes = content.get(name) ?? Buffer.alloc(0);
      const frames = batchesOf(bytes);
      const frame = frames[at % frames.length];
      content.set(name, Buffer.concat([bytes.subarray(0, frame?.end), bytes.subarray(frame?.batch)]));
    }),
    'a batch is brought from another segment': fc
      .tuple(segment, segment, fc.nat(), fc.nat())
      .filter(([from, to]) => from !== to)
      .map(([from, to, at, where]) => (content) => {
        const source = content.get(from) ?? Buffer.alloc(0);
        const target = content.get(to) ?? Buffer.alloc(0);
        const frame = batchesOf(source)[at % batchesOf(source).length];
        const place = batchesOf(target)[where % batchesOf(target).length]?.end;
        const brought = source.subarray(frame?.batch, frame?.end);
        content.set(to, Buffer.concat([target.subarray(0, place), brought, target.subarray(place)]));
      }),
    'a segment is removed': segment.map((name) => (content) => void content.delete(name)),
    'a journal is removed': segment.map((name) => (content) => {
      const [journal = ''] = name.split('.');
      for (const file of [...content.keys()]) if (file.startsWith(journal)) content.delete(file);
    }),
    'two segments change places': fc
      .tuple(segment, segment)
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => (content) => {
        const [first, second] = [content.get(a), content.get(b)];
        content.set(a, second ?? Buffer.alloc(0));
        content.set(b, first ?? Buffer.alloc(0));
      }),
    'a segment gets another name': segment.map((name) => (content) => {
      const bytes = content.get(name) ?? Buffer.alloc(0);
      content.delete(name);
      content.set(name.replace(/\.0+(\d+)\.dlpr$/, '.000099.dlpr'), bytes);
    }),
  };
  test.each(Object.entries(edits))('%s', async (_, edit) => {
    await fc.assert(
      fc.asyncProperty(edit, async (change) => {
        const { problems, tails } = await verify(changed(change));
        expect(problems.length, JSON.stringify(tails)).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

test('whichever byte of a journal is another one, and wherever it is cut, is found', async () => {
  const small = memoryFiles();
  const session = { what: 'session', describe: () => ({ id: 'a' }) };
  const writer = await beginJournal(small, { now: () => 0 });
  await append(writer, 'sql.asked', { n: 1 }, 'what crossed', [session]);
  await writer.close();
  const [name = ''] = small.content.keys();
  const bytes = small.content.get(name) ?? Buffer.alloc(0);
  const witness = await beginJournal(small, { now: () => 5000 });
  await witness.close();
  const missed: string[] = [];
  const isFound = async (changed: Buffer): Promise<boolean> => {
    const files = memoryFiles(new Map(small.content).set(name, changed));
    return (await verify(files)).problems.length > 0;
  };
  expect(await isFound(bytes)).toBe(false);
  for (let at = 0; at < bytes.length; at += 1) {
    const turned = Buffer.from(bytes);
    turned[at] = (turned[at] ?? 0) ^ (1 << (at % 8));
    if (!(await isFound(turned))) missed.push(`a bit of byte ${at}`);
    if (!(await isFound(bytes.subarray(0, at)))) missed.push(`the end from byte ${at} on`);
    if (!(await isFound(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]))))
      missed.push(`byte ${at} cut out`);
  }
  expect(missed).toEqual([]);
  expect(bytes.length).toBeGreaterThan(500);
}, 120_000);

test('another key verifies nothing', async () => {
  const { publicKey: other } = generateKeyPairSync('ed25519');
  const { problems } = await verifyRecords(
    changed(() => undefined),
    [other],
  );
  expect(problems[0]?.message).toMatch(/^names the key [0-9a-f]{32}, which is not among those given$/);
});

test('the last journal of all may be cut: nobody has seen its end, and that is said', async () => {
  const last = [...closed.keys()].sort().at(-1) ?? '';
  const cut = changed((content) => {
    const bytes = content.get(last) ?? Buffer.alloc(0);
    content.set(last, bytes.subarray(0, bytes.length - 10));
  });
  const { problems, tails } = await verify(cut);
  expect(problems).toEqual([]);
  expect(tails).toMatchObject([{ file: last, torn: true, attested: false }]);
});

test('what was removed on purpose is not missed; what was removed besides is', async () => {
  const files = changed(() => undefined);
  const surroundings = new Surroundings(files, privateKey);
  const journal = await beginJournal(files, { surroundings });
  const bytes = [...files.content.values()].reduce((sum, { length }) => sum + length, 0);
  const rule = { maxAgeMilliseconds: null, maxBytes: Math.floor(bytes * 0.6) };
  expect(await retire(files, journal, surroundings, rule, 0)).toBeGreaterThan(1);
  await journal.close();
  const after = await verify(files);
  expect(after).toMatchObject({ problems: [], retired: expect.any(Number) });
  expect(after.segments).toBeLessThan(closed.size + 1);
  // A journal that begins later takes over what was said.
  const next = await beginJournal(files);
  await next.close();
  expect((await verify(files)).problems).toEqual([]);
  const [first = ''] = [...files.content.keys()].sort();
  files.content.delete(first);
  expect((await verify(files)).problems.length).toBeGreaterThan(0);
});

test('by age, what is too old goes, and nothing else; a clock that is set forward takes what it makes too old, and that is said', async () => {
  const files = changed(() => undefined);
  const surroundings = new Surroundings(files, privateKey);
  const journal = await beginJournal(files, { surroundings });
  const rule = { maxAgeMilliseconds: 24 * 60 * 60 * 1000, maxBytes: null };
  const changedAt = Math.max(...(await files.list()).map((file) => file.changedAt));
  expect(await retire(files, journal, surroundings, rule, changedAt + rule.maxAgeMilliseconds)).toBe(0);
  expect(await retire(files, journal, surroundings, rule, changedAt - 1e12)).toBe(0);
  expect(await retire(files, journal, surroundings, rule, changedAt + 1e12)).toBe(closed.size);
  await journal.close();
  const { problems, retired, segments } = await verify(files);
  expect([problems, retired, segments]).toEqual([[], closed.size, 1]);
});
