/** A journal that begins says of all others where they end; what a signed one has said before need not be read again. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { compressSegment } from '../../../runtime/src/records/journal/compress-segment.ts';
import {
  BATCH_LENGTH,
  FIRST_LINES,
  HASH_BYTES,
  NO_HASH,
} from '../../../runtime/src/records/journal/format.ts';
import { keyId } from '../../../runtime/src/records/journal/seal.ts';
import { segmentFile } from '../../../runtime/src/records/journal/segment-name.ts';
import { Surroundings, segmentNames } from '../../../runtime/src/records/journal/surroundings.ts';
import { verifyRecords } from '../../../runtime/src/records/verify/verify-records.ts';
import { append, beginJournal, framesOf, privateKey, publicKey } from './journal-fixture.ts';
import { type MemoryFiles, memoryFiles } from './memory-files.ts';

const JOURNALS = 30;
const START = Date.UTC(2026, 10, 22);
/** What thirty proxies left behind one after the other; every fifth was killed. */
let written: ReadonlyMap<string, Buffer>;

beforeAll(async () => {
  const files = memoryFiles();
  for (let number = 0; number < JOURNALS; number += 1) await beginOne(files, number);
  written = files.content;
});

/** A proxy's life: begins, writes a little, ends or is killed. */
async function beginOne(files: MemoryFiles, number: number, worker = 1): Promise<void> {
  const journal = await beginJournal(files, { now: () => START + number * 1000, rotateBytes: 2_000, worker });
  for (let entry = 0; entry < 4; entry += 1)
    await append(journal, 'made.up', { number, entry }, 'x'.repeat(600));
  const killed = new Map(files.content);
  await journal.close();
  if (number % 5 === 0) for (const [name, bytes] of killed) files.content.set(name, bytes);
  for (const name of (await segmentNames(files)).filter(({ compressed }) => !compressed))
    if (number % 5 !== 0 && name.journal === journal.name) await compressSegment(files, name);
}

function counting(content: ReadonlyMap<string, Buffer>): { files: MemoryFiles; reads: () => number } {
  const files = memoryFiles(new Map(content));
  let reads = 0;
  const { read } = files;
  files.read = (name, from) => {
    reads += 1;
    return read(name, from);
  };
  return { files, reads: () => reads };
}

test('what it says is what reading everything says, and no more is read than the newest', async () => {
  const { files, reads } = counting(written);
  const seen = await new Surroundings(files, privateKey).look('none');
  const { privateKey: other } = generateKeyPairSync('ed25519');
  const all = counting(written);
  expect(seen).toEqual(await new Surroundings(all.files, other).look('none'));
  expect(seen.known.length).toBe(JOURNALS);
  expect(seen.known.filter(({ closed }) => !closed).length).toBe(JOURNALS / 5);
  // Of another key nothing is believed.
  expect(all.reads()).toBe(JOURNALS);
  expect(reads()).toBe(1);
});

test('what other workers wrote at the same time is read as well', async () => {
  const { files, reads } = counting(written);
  await beginOne(files, JOURNALS + 1, 2);
  await beginOne(files, JOURNALS + 2, 1);
  await beginOne(files, JOURNALS + 3, 3);
  const before = reads();
  const seen = await new Surroundings(files, privateKey).look('none');
  // The journal of the third worker, and the one of the first that is older.
  expect(reads() - before).toBe(2);
  expect(seen.known.length).toBe(JOURNALS + 3);
});

test('whatever was changed or cut in what is not read is found by whoever verifies', async () => {
  const names = [...written.keys()].sort();
  const journals = [...new Set(names.map((name) => name.slice(0, 25)))].slice(0, -1);
  for (const journal of journals.filter((_, at) => at % 4 === 0)) {
    const last = names.filter((name) => name.startsWith(journal)).at(-1) ?? '';
    const bytes = written.get(last) ?? Buffer.alloc(0);
    const flipped = Buffer.from(bytes);
    flipped[bytes.length - 40] = (flipped[bytes.length - 40] ?? 0) ^ 1;
    for (const changed of [flipped, bytes.subarray(0, bytes.length - 60)]) {
      const files = memoryFiles(new Map(written).set(last, changed));
      await beginOne(files, JOURNALS + 1);
      const { problems } = await verifyRecords(files, [publicKey]);
      expect(problems, last).not.toEqual([]);
    }
  }
});

test('a journal that somebody else signed is not believed, whatever key it names', async () => {
  const honest = await new Surroundings(memoryFiles(new Map(written)), privateKey).look('none');
  const files = memoryFiles(new Map(written));
  const { privateKey: key } = generateKeyPairSync('ed25519');
  class Liar extends Surroundings {
    override look = async () => ({
      known: honest.known.map((end) => ({ ...end, hash: '00'.repeat(32) })),
      retired: {},
    });
  }
  const surroundings = new Liar(files, key);
  const forger = await beginJournal(files, { now: () => START + 1e9, key, surroundings });
  const name = segmentFile({ journal: forger.name, segment: 1, compressed: false });
  const forged = renamed(files.content.get(name) ?? Buffer.alloc(0), keyId(key), keyId(privateKey));
  expect(framesOf(forged)[0]?.head).toMatchObject({ kind: 'segment.open', key: keyId(privateKey) });
  files.content.set(name, forged);
  const seen = await new Surroundings(files, privateKey).look('none');
  expect(seen.known.filter(({ journal }) => journal !== forger.name)).toEqual(honest.known);
});

/** The first two batches of a segment, chained anew, with another key's name. */
function renamed(segment: Buffer, from: string, to: string): Buffer {
  const parts = [segment.subarray(0, FIRST_LINES[2].length)];
  let at = FIRST_LINES[2].length;
  let previous: Buffer = NO_HASH;
  for (let batch = 0; batch < 2; batch += 1) {
    const end = at + BATCH_LENGTH + segment.readUInt32BE(at);
    const bytes = Buffer.from(segment.toString('latin1', at, end).replace(from, to), 'latin1');
    previous = createHash('sha256').update(previous).update(bytes).digest();
    parts.push(bytes, previous);
    at = end + HASH_BYTES;
  }
  return Buffer.concat(parts);
}
