/** What is found of a body that was sent in pieces is what it says, wherever it was cut and whenever the index looked. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordIndex } from '../../../runtime/src/records/index/record-index.ts';
import { beginJournal } from './journal-fixture.ts';
import { memoryFiles } from './memory-files.ts';

const text = fc.string({
  unit: fc.constantFrom('a', 'é', 'ß', '漢', '😀', ' '),
  minLength: 1,
  maxLength: 60,
});

/** A journal with a request whose body goes on, and its index. */
async function begun() {
  const files = memoryFiles();
  const journal = await beginJournal(files, { rotateBytes: 2_000, waitsForDisk: false });
  const session = { what: 'session', describe: () => ({ id: 'a' }) };
  const put = (kind: string, data: object, bytes: Buffer): Promise<boolean> =>
    new Promise((resolve) => {
      journal.append({ kind, data: { n: 1, ...data }, about: [session], body: [bytes] }, 'written', resolve);
    });
  await put('http.asked', { method: 'POST', target: '/', fields: [] }, Buffer.alloc(0));
  return { files, index: new RecordIndex(':memory:'), journal, put };
}

test('words are found whole, wherever characters were cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean()), { minLength: 1 }),
      async (body, cuts) => {
        const { files, index, journal, put } = await begun();
        const bytes = Buffer.from(body);
        for (let at = 0, piece = 0; at < bytes.length; piece += 1) {
          const [length, looks] = cuts[piece % cuts.length] ?? [1, false];
          await put('http.sent', {}, bytes.subarray(at, at + length));
          at += length;
          if (looks) await index.update(files);
        }
        await put('http.sent', { bytes: bytes.length, end: { cut: null, isStored: true } }, Buffer.alloc(0));
        await index.update(files);
        await journal.close();
        expect(index.query('SELECT text FROM search')).toEqual([{ text: `POST /${body}` }]);
        index.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('of a long body, as much as is promised', async () => {
  const { files, index, journal, put } = await begun();
  for (let piece = 0; piece < 3; piece += 1) await put('http.sent', {}, Buffer.from('é'.repeat(40_000)));
  await index.update(files);
  await journal.close();
  expect(index.query('SELECT length(text) AS length FROM search')).toEqual([{ length: 65_536 }]);
  index.close();
});
