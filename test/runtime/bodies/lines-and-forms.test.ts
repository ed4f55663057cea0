/** Events and forms, cut at every byte, with what stands in them masked. */
import { expect, test } from 'vitest';
import { bodyMasker } from '../../../runtime/src/bodies/body-masker.ts';
import { cuts, plansOf, run, shape, type TestShape } from './shapes-fixture.ts';

const PERSON: readonly TestShape[] = [
  shape({
    types: ['object'],
    properties: new Map([
      ['id', 1],
      ['ssn', 2],
      ['tags', 3],
      ['name', 4],
      ['list', 5],
    ]),
  }),
  shape({ types: ['integer', 'string'], isProtected: false, undeclared: 'show' }),
  shape({ types: ['string'], fields: [0], mask: 'stars' }),
  shape({ types: ['array'], isProtected: false, undeclared: 'show' }),
  shape({ types: ['string'], fields: [1], mask: 'length' }),
  shape({ types: ['array'], isProtected: false, undeclared: 'show', items: 6 }),
  shape({ types: ['number'], isProtected: false, undeclared: 'show' }),
];

function masked(form: string, text: string | Uint8Array): string | null {
  const results = cuts(text).map((pieces) => {
    const masker = bodyMasker(form, plansOf(PERSON), 0);
    if (masker === null) throw new Error(form);
    return run(masker, pieces).text;
  });
  expect(new Set(results).size).toBe(1);
  return results[0] ?? null;
}

test.each([
  ['data: {"id":1,"ssn":"x"}\n\n', 'data: {"id":1,"ssn":"***"}\n\n'],
  ['\ufeffdata:{"id":1}\r\n\r\n', 'data: {"id":1}\n\n'],
  ['data: {"id":\rdata: 1}\r\r', 'data: {"id":1}\n\n'],
  [': ssn\nfoo: ssn\nevent: a b\nid: ssn\nretry: 10\nid: 7\n\n', 'retry: 10\nid: 7\n\n'],
  ['event: person\ndata: {}\n\n\n\ndata: "ssn"\n\n', 'event: person\ndata: {}\n\ndata: null\n\n'],
  ['data: {"id":1}\n', ''],
  ['data\n\n', 'data: \n\n'],
  ['', ''],
])('events %j become %j', (text, expected) => {
  expect(masked('events', text)).toBe(expected);
});

test.each(['data: ssn\n\n', 'data: {"id":1\n\n', 'data: {}{}\n\n'])('events %j are refused', (text) => {
  expect(masked('events', text)).toBeNull();
});

test('events in other bytes than UTF-8 are refused', () => {
  expect(masked('events', Uint8Array.of(...Buffer.from('data: "'), 0xff))).toBeNull();
});

test.each([
  ['id=1&ssn=x', 'id=1&ssn=***'],
  ['s%73n=x&SSN=y&%73sn=z', 'ssn=***&ssn=***'],
  ['id=a+b%20c&other=x', 'id=a+b%20c'],
  ['tags=x', ''],
  ['name=ada', ''],
  ['ssn', 'ssn=***'],
  ['list=1&list=x&list=&list=true', 'list=1&list='],
  ['&&id=1&', 'id=1'],
  ['', ''],
])('the form %j becomes %j', (text, expected) => {
  expect(masked('form', text)).toBe(expected);
});

test.each(['id=%', 'id=%ff', 'id=1\nssn=2', 'id=é', 'id="1"', 'id=<1>', 'id=1;ssn=2'])(
  'the form %j is refused',
  (text) => {
    expect(masked('form', text)).toBeNull();
  },
);
