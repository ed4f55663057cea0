/** Forms in parts as real clients write them, and random ones with something changed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeMultipart } from '../../../runtime/src/bodies/multipart-judge.ts';
import { readParts } from '../../../runtime/src/bodies/multipart-parts.ts';
import { plansOf, shape, type TestShape } from './shapes-fixture.ts';

const PERSON: readonly TestShape[] = [
  shape({
    types: ['object'],
    properties: new Map([
      ['id', 1],
      ['ssn', 2],
      ['photo', 3],
      ['ids', 4],
      ['self', 0],
      ['tags', 5],
    ]),
  }),
  shape({ types: ['integer'], isProtected: false, undeclared: 'show' }),
  shape({ types: ['string'], fields: [0], mask: 'stars' }),
  shape({ types: ['string'], isProtected: false, undeclared: 'show' }),
  shape({ types: ['array'], isProtected: false, undeclared: 'show', items: 1 }),
  shape({ types: ['object'], isProtected: false, undeclared: 'show' }),
];

/** The bytes that a client of Node.js sends, and their boundary. */
async function written(form: FormData): Promise<{ readonly body: Buffer; readonly boundary: string }> {
  const response = new Response(form);
  const boundary = /boundary=(.*)$/.exec(response.headers.get('content-type') ?? '')?.[1] ?? '';
  return { body: Buffer.from(await response.arrayBuffer()), boundary };
}

async function judged(entries: readonly (readonly [string, string | Blob, string?])[]) {
  const form = new FormData();
  for (const [name, value, file] of entries)
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, value, file ?? 'a.bin');
  const { body, boundary } = await written(form);
  const { fault, touched } = judgeMultipart(body, boundary, plansOf(PERSON), 0);
  return fault ?? touched;
}

const json = (value: unknown) => new Blob([JSON.stringify(value)], { type: 'application/json' });

test.each([
  [[['id', '7'] as const], null],
  [[['id', 'seven'] as const], 'id'],
  [[['ids', '7'] as const, ['ids', '8'] as const], null],
  [[['ids', '7'] as const, ['ids', 'x'] as const], 'ids'],
  [[['ssn', 'x'] as const], 'ssn'],
  [[['id', '7'] as const, ['other', 'x'] as const], ''],
  [[['photo', new Blob([Buffer.from([0, 255, 13, 10, 45, 45])]), '100 % "é".png'] as const], null],
  [[['ssn', new Blob(['x'])] as const], 'ssn'],
  [[['other', new Blob(['x'])] as const], ''],
  [[['self', json({ id: 1 })] as const], null],
  [[['self', json({ self: { ssn: 1 } })] as const], 'self'],
  [[['self', '{"ssn":1}'] as const], 'self'],
  [[['self', new Blob(['<ssn>1</ssn>'], { type: 'application/xml' })] as const], 'it is no JSON'],
  [[['tags', '{"a":[1]}'] as const], null],
  [[['tags', '[1]'] as const], 'tags'],
  [[['photo', 'x\r\ny'] as const], null],
] as const)('%j is judged as %j', async (entries, expected) => {
  expect(await judged(entries)).toBe(expected);
});

test('what a client writes is read as it was meant', async () => {
  const text = fc
    .string({ maxLength: 20, unit: 'binary' })
    .map((each) => each.replaceAll(/\r\n?|\n/g, '\r\n'));
  const name = fc.stringMatching(/^[\w .[\]é-]{1,20}$/);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, text), { minLength: 1, maxLength: 5 }), async (entries) => {
      const form = new FormData();
      for (const [key, value] of entries) form.append(key, value.toWellFormed());
      const { body, boundary } = await written(form);
      const parts = readParts(body, boundary);
      if (typeof parts === 'string') throw new Error(parts);
      expect(parts.map((part) => [part.name, part.content.toString()])).toEqual(
        entries.map(([key, value]) => [key, value.toWellFormed()]),
      );
    }),
    { numRuns: 200 },
  );
});

test('a body with a byte changed is refused, or has the same names', () => {
  const body = Buffer.from(
    '--b\r\nContent-Disposition: form-data; name="id"\r\n\r\n7\r\n--b\r\nContent-Disposition: form-data; name="photo"; filename="f"\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n',
  );
  const names = body.toString('latin1').match(/(?<=name=")(?:id|photo)/g);
  for (const at of body.keys())
    for (const byte of [0, 9, 10, 13, 32, 34, 37, 45, 59, 92, 97, 128]) {
      const changed = Buffer.from(body);
      if (body[at] === byte) continue;
      changed[at] = byte;
      const parts = readParts(changed, 'b');
      if (typeof parts === 'string') continue;
      const read = parts.map((part) => part.name);
      const inName = ['id', 'photo'].some((each) => {
        const start = body.indexOf(`name="${each}"`) + 6;
        return at >= start && at < start + each.length;
      });
      // Where a boundary is none any more, what follows it is content to every reader.
      const middle = body.indexOf('--b', 10);
      if (at >= middle && at < middle + 3) expect(read).toEqual(['id']);
      else if (!inName) expect(read).toEqual(names);
    }
});
