/** What a journal learns of its neighbours: the same that a reader of everything would, wherever they were cut or changed, and however often it looks. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type OwnReading, readOwn } from '../../../runtime/src/records/journal/read-own.ts';
import { Surroundings } from '../../../runtime/src/records/journal/surroundings.ts';
import { verifyRecords } from '../../../runtime/src/records/verify/verify-records.ts';
import { append, beginJournal, framesOf, privateKey, publicKey } from './journal-fixture.ts';
import { memoryFiles } from './memory-files.ts';

const SEGMENT = '.000001.dlpr';
let segment: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  const files = memoryFiles();
  const journal = await beginJournal(files);
  const session = { what: 'session', describe: () => ({ id: 'a' }) };
  for (let number = 0; number < 4; number += 1)
    await Promise.all([
      append(journal, 'made.up', { number }, 'a body', [session]),
      append(journal, 'segment.retire', { journal: `20261122T183000Z-0000000${number}`, segment: number }),
      append(journal, 'made.up', { kind: 'segment.close' }, '{"kind":"segment.close"}'),
    ]);
  await journal.close();
  segment = files.content.get(`${journal.name}${SEGMENT}`) ?? segment;
});

/** The same, from every entry. */
function naive(bytes: Buffer): OwnReading | null {
  const frames = framesOf(bytes);
  const last = frames.at(-1);
  if (last === undefined) return null;
  const own = frames.filter(({ head: { kind } }) => String(kind).startsWith('segment.'));
  const words = own.map(({ head, hash }) => ({ head, hash }));
  return { words, bytes: last.end, hash: last.hash, closed: last.head.kind === 'segment.close' };
}

const place = fc.nat().map((number) => number % (segment.length + 1));

describe('a neighbour', () => {
  test('that is whole is read as by a reader of everything', () => {
    const read = readOwn(segment, null);
    expect(read).toEqual(naive(segment));
    expect(read?.closed).toBe(true);
    expect(read?.words.filter(({ head: { kind } }) => kind === 'segment.retire')).toHaveLength(4);
  });

  test('that is cut anywhere', () => {
    fc.assert(
      fc.property(place, (at) => {
        expect(readOwn(segment.subarray(0, at), null)).toEqual(naive(segment.subarray(0, at)));
      }),
    );
  });

  test('in which a bit is turned', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(7), (at, bit) => {
        const bytes = Buffer.from(segment);
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
        expect(readOwn(bytes, null)).toEqual(naive(bytes));
      }),
    );
  });

  test('that has grown since it was read', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        const known = readOwn(segment.subarray(0, Math.min(one, other)), null);
        const grown = readOwn(segment.subarray(0, Math.max(one, other)), known);
        const all = naive(segment.subarray(0, Math.max(one, other)));
        expect(grown && { ...grown, words: [] }).toEqual(all && { ...all, words: [] });
        expect([...(known?.words ?? []), ...(grown?.words ?? [])]).toEqual(all?.words ?? []);
      }),
    );
  });
});

test('what was cut from a neighbour after it was seen is missed, also while nobody begins anew', async () => {
  const files = memoryFiles();
  const surroundings = new Surroundings(files, privateKey);
  const neighbour = await beginJournal(files, { now: () => 0 });
  await append(neighbour, 'made.up');
  const file = `${neighbour.name}${SEGMENT}`;
  const before = files.content.get(file) ?? Buffer.alloc(0);
  await append(neighbour, 'made.up');
  const journal = await beginJournal(files, { surroundings, rotateBytes: 1, now: () => 1000 });
  files.content.set(file, before);
  // Another segment, which says again where the neighbour ends.
  await append(journal, 'made.up');
  await journal.close();
  const { known } = await surroundings.look(journal.name);
  expect(known).toMatchObject([{ journal: neighbour.name, closed: false }]);
  expect(known[0]?.bytes).toBeGreaterThan(before.length);
  const { problems } = await verifyRecords(files, [publicKey]);
  expect(problems.map(({ message }) => message).join()).toContain(neighbour.name);
});
