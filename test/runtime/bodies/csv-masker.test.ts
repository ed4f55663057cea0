/** CSV, cut at every byte, and random tables beside a reader that reads them whole. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvMasker } from '../../../runtime/src/bodies/csv-masker.ts';
import { ValuePlans } from '../../../runtime/src/bodies/json/value-plan.ts';
import { cuts, plansOf, run, searchTexts, shape, type TestShape } from './shapes-fixture.ts';

const PEOPLE: readonly TestShape[] = [
  shape({ types: ['array'], items: 1 }),
  shape({
    types: ['object'],
    properties: new Map([
      ['id', 2],
      ['ssn', 3],
      ['name', 4],
      ['note', 5],
      ['address', 1],
      ['a "b", c', 5],
    ]),
  }),
  shape({ types: ['integer'], isProtected: false, undeclared: 'show' }),
  shape({ types: ['string'], fields: [0], mask: 'stars' }),
  shape({ types: ['string'], fields: [1], mask: 'length' }),
  shape({ types: ['string'], isProtected: false, undeclared: 'show' }),
];

function masked(text: string | Uint8Array, shapes = PEOPLE): string | null {
  const results = cuts(text).map((pieces) => run(new CsvMasker(plansOf(shapes), 0), pieces).text);
  expect(new Set(results).size).toBe(1);
  return results[0] ?? null;
}

test.each([
  ['id,ssn\r\n1,111\r\n2,\r\n', 'id,ssn\r\n1,***\r\n2,***\r\n'],
  ['id,ssn\n1,111', 'id,ssn\n1,***\n'],
  ['\ufeffssn\r\n111\r\n\r\n', 'ssn\r\n***\r\n***\r\n'],
  ['note,other,id,more\n"a ""b"", c\nd",x,7,"y\n"\n', 'note,id\n"a ""b"", c\nd",7\n'],
  ['"note","a ""b"", c"\n"",\n', '"note","a ""b"", c"\n"",\n'],
  ['ID, id,id\n1,2,3\n', 'id\n3\n'],
  ['ssn,ssn,note\n1,2,3\n', 'ssn,ssn,note\n***,***,3\n'],
  ['id,note\nada@example.com,x\n-1.5e3,\n007,"1"\n', 'id,note\n,x\n-1.5e3,\n,"1"\n'],
  ['id,note\n"7",x\n', 'id,note\n"7",x\n'],
  ['address,id\n"{""ssn"":1}",2\n', 'address,id\n,2\n'],
  ['id,ssn\n\n1,2\n\n', 'id,ssn\n1,***\n'],
  ['note\n\nx\n', 'note\n\nx\n'],
  ['note,ssn\né😀,é\n', 'note,ssn\né😀,***\n'],
  ['id,ssn\n', 'id,ssn\n'],
  ['id,ssn', 'id,ssn\n'],
  ['id,note\n1,', 'id,note\n1,\n'],
  ['', ''],
])('%j becomes %j', (text, expected) => {
  expect(masked(text)).toBe(expected);
});

test('a mask that needs the value has it as the text or the number that it is', () => {
  const seen: string[] = [];
  const shapes = [
    shape({
      types: ['object'],
      properties: new Map([
        ['text', 1],
        ['amount', 2],
        ['flag', 3],
      ]),
    }),
    ...(['string', 'number', 'boolean'] as const).map((type) => shape({ types: [type], fields: [0] })),
  ];
  const view = {
    treatmentOf: (index: number) => (index === 0 ? null : { mask: { name: 'seen', args: [], type: 'text' } }),
    hides: () => true,
    partsOf: () => [],
  };
  const plans = new ValuePlans(
    { shapes },
    view,
    () => ({
      constant: null,
      of: (text) => {
        seen.push(text);
        return text === 'null' ? text : '"a, \\"b\\""';
      },
    }),
    searchTexts,
  );
  const text = 'text,amount,flag\n"a ""b""",1.50,true\n"",,\n,x,True\n';
  const mask = '"a, ""b"""';
  expect(run(new CsvMasker(plans, 0), [Buffer.from(text)]).text).toBe(
    `text,amount,flag\n${mask},${mask},${mask}\n${mask},,\n,${mask},${mask}\n`,
  );
  expect(seen).toEqual(['"a \\"b\\""', '1.50', 'true', '""', 'null', 'null', 'null', '"x"', '"True"']);
});

test.each([
  ...['7,ada\n8,grace\n', 'id;ssn\n1;2\n', 'sep=,\nid\n', 'x\n', ',\n', 'id,ssn\n1\n', 'id,ssn\n1,2,3\n'],
  ...[
    'id,ssn\n1,"2\n',
    'id,ssn\n1,"2"3\n',
    'id,ssn\n1,a"b\n',
    'id,ssn\r1,2\r',
    'id,ssn\n1,2\r',
    'id\n1\rx\n',
  ],
  ...['id,ssn\n1,"a\\"b"\n', `${'n'.repeat(70_000)},id\n`],
])('%j is refused', (text) => {
  const pieces = text.length > 1000 ? [Buffer.from(text)] : null;
  expect(pieces === null ? masked(text) : run(new CsvMasker(plansOf(PEOPLE), 0), pieces).text).toBeNull();
});

test('what is no UTF-8 is refused, and so is a list that is masked as a whole', () => {
  expect(masked(Uint8Array.of(...Buffer.from('note\n'), 0xe9, 0x0a))).toBeNull();
  const whole = [shape({ types: ['array'], items: 1, mask: 'stars' }), ...PEOPLE.slice(1)];
  expect(masked('id,ssn\n1,2\n', whole)).toBeNull();
});

test('it says which column it touched first', () => {
  const touchedBy = (text: string) => {
    const masker = new CsvMasker(plansOf(PEOPLE), 0);
    masker.push(Buffer.from(text));
    masker.end();
    return masker.touched;
  };
  expect(touchedBy('id,note\n1,x\n')).toBeNull();
  expect(touchedBy('id,note\nx,x\n')).toBe('id');
  expect(touchedBy('id,ssn\n')).toBe('ssn');
  expect(touchedBy('id,isAdmin\n1,1\n')).toBe('');
});

test('a cell of any length passes while it streams, and one that a mask needs has an end', () => {
  const masker = new CsvMasker(plansOf(PEOPLE), 0);
  let most = 0;
  masker.push(Buffer.from('note,ssn,name\n"'));
  for (let index = 0; index < 64; index += 1)
    most = Math.max(most, Buffer.concat([...masker.push(Buffer.alloc(65_536, 'a'))]).length);
  expect(most).toBe(65_536);
  masker.push(Buffer.from('",'));
  const more = (byte: string) =>
    Array.from({ length: 64 }, () => masker.push(Buffer.alloc(65_536, byte))).flat();
  expect(Buffer.concat(more('b')).toString()).toBe(',***');
  expect(Buffer.concat([...masker.push(Buffer.from(','))]).toString()).toBe('');
  expect(Buffer.concat(more('c')).toString()).toBe(',');
  expect(Buffer.concat([...masker.end()]).toString()).toBe('\n');
  expect(masker.fault).toBeNull();
});

test('random tables are masked as those who read them whole would', () => {
  const names = fc.constantFrom('id', 'ssn', 'name', 'note', 'other', 'SSN', '');
  const cells = fc.oneof(
    fc.constantFrom('', '1', 'a,b', '"', 'a\r\nb', '\n', 'x y', 'é', '-0.5', 'true'),
    fc.string({ maxLength: 5, unit: 'grapheme' }),
  );
  const tables = fc
    .uniqueArray(names, { minLength: 1, maxLength: 5 })
    .chain((header) =>
      fc.tuple(
        fc.constant(header),
        fc.array(fc.array(cells, { minLength: header.length, maxLength: header.length }), { maxLength: 4 }),
      ),
    );
  const style = fc.record({
    quotesAll: fc.boolean(),
    end: fc.constantFrom('\n', '\r\n'),
    last: fc.boolean(),
  });
  fc.assert(
    fc.property(tables, style, ([header, rows], { quotesAll, end, last }) => {
      const write = (cell: string) =>
        quotesAll || /[",\r\n]/.test(cell) || header.length === 1 ? `"${cell.replaceAll('"', '""')}"` : cell;
      const text = [header, ...rows].map((row) => row.map(write).join(',')).join(end) + (last ? end : '');
      const result = masked(text.toWellFormed());
      const known = header.filter((name) => ['id', 'ssn', 'name', 'note'].includes(name));
      if (known.length === 0) return void expect(result).toBeNull();
      // The one line that is no row.
      const read = readWhole(result ?? '');
      const expected = [header, ...rows].map((row, line) =>
        row.flatMap((cell, index) => {
          const name = header[index] ?? '';
          if (!known.includes(name)) return [];
          if (line === 0) return [cell];
          if (name === 'ssn') return ['***'];
          if (name === 'name') return [''];
          if (name === 'id') return [/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(cell) ? cell : ''];
          return [cell.toWellFormed()];
        }),
      );
      expect(read).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

/** Reads CSV by splitting it where an even number of quotes has passed. */
function readWhole(text: string): readonly (readonly string[])[] {
  const even = (separator: string) => new RegExp(`${separator}(?=(?:[^"]*"[^"]*")*[^"]*$)`);
  return text
    .split(even('\\r?\\n'))
    .slice(0, -1)
    .map((line) =>
      line
        .split(even(','))
        .map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)),
    );
}
