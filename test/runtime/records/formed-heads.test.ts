/** What is written as values of a form reads back as the object that it stands for; bytes that anybody may have written never throw. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { form, hole } from '../../../runtime/src/records/journal/entry.ts';
import { type Json, Tag } from '../../../runtime/src/records/journal/format.ts';
import { HeadReader } from '../../../runtime/src/records/journal/read-head.ts';
import { verifyRecords } from '../../../runtime/src/records/verify/verify-records.ts';
import { beginJournal, framesOf, publicKey } from './journal-fixture.ts';
import { memoryFiles } from './memory-files.ts';

const FORM = form({
  kind: 'made.up',
  first: hole(0),
  list: [{ second: hole(1), fixed: 'yes' }],
  third: hole(2),
});
const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 400 }));
const json: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue().map((value) => value as Json),
  texts,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
);

test('values read back, in order, among entries that are JSON', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(json, json, fc.option(json, { nil: undefined }))), async (rows) => {
      const files = memoryFiles();
      const journal = await beginJournal(files, { waitsForDisk: false });
      const session = { what: 'session', describe: () => ({ id: 'one' }) };
      for (const values of rows) {
        journal.append({ form: FORM, values, about: [session], body: [Buffer.from('body')] }, 'along', null);
        journal.append({ kind: 'plain', data: { first: values[0] } }, 'along', null);
      }
      await journal.close();
      const [bytes = Buffer.alloc(0)] = files.content.values();
      const entries = framesOf(bytes).filter(({ head }) => head.kind === 'made.up');
      expect(entries.map(({ head: { at, ...head }, body }) => ({ ...head, body: body.toString() }))).toEqual(
        rows.map(([first, second, third]) => ({
          ...{ kind: 'made.up', session: 1, first, list: [{ second, fixed: 'yes' }], body: 'body' },
          ...(third !== undefined && { third }),
        })),
      );
      expect(await verifyRecords(files, [publicKey])).toMatchObject({ problems: [], tails: [] });
    }),
    { numRuns: 60 },
  );
});

test('no bytes make the reader throw', () => {
  const pattern = (depth: number): object => (depth === 0 ? hole(0) : { deeper: pattern(depth - 1) });
  const define = { kind: 'define', what: 'form', number: 1, pattern: pattern(40) };
  const tags = fc.constantFrom(...Object.values(Tag));
  const bytes = fc.array(fc.oneof(tags, fc.nat(255)), { maxLength: 60 });
  fc.assert(
    fc.property(fc.constantFrom(1, 2), bytes, (number, values) => {
      const reader = new HeadReader();
      expect(reader.read(Buffer.from(JSON.stringify(define)))).not.toBeNull();
      const head = reader.read(Buffer.from([0, number, ...new Array<number>(8).fill(0), 0, ...values]));
      if (number === 2) expect(head).toBeNull();
    }),
    { numRuns: 2000 },
  );
  const deep = Buffer.from([
    0,
    1,
    ...new Array<number>(8).fill(0),
    0,
    ...Array.from({ length: 2e5 }, () => [Tag.list, 1]).flat(),
  ]);
  const reader = new HeadReader();
  reader.read(Buffer.from(JSON.stringify(define)));
  expect(reader.read(deep)).toBeNull();
});
