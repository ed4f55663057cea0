/** What a target is read as, and which are refused since another reader could read them otherwise. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTarget } from '../../../runtime/src/judge-http/read-target.ts';

test.each([
  ['/', [''], []],
  ['/v1/customers/42', ['v1', 'customers', '42'], []],
  ['/v1/customers/', ['v1', 'customers', ''], []],
  ['/a%20b/%C3%A9', ['a b', 'é'], []],
  ['/50%25', ['50%'], []],
  ['/a?b=1&c=%26&b=2&&d', ['a'], ['b', 'c', 'd']],
  ['/a?first+name=x', ['a'], ['first name']],
  ['/a?b?c=1', ['a'], ['b?c']],
])('%s', (text, segments, query) => {
  expect(readTarget(text)).toMatchObject({ segments, query: new Set(query), hasQuery: text.includes('?') });
});

test('parameters keep their order and values', () => {
  expect(readTarget('/a?b=1=2&c&b=%26+&=x')).toMatchObject({
    parameters: [
      ['b', '1=2'],
      ['c', null],
      ['b', '& '],
      ['', 'x'],
    ],
  });
});

test.each([
  ['', 'characters'],
  ['v1', 'characters'],
  ['https://other.example/v1', 'characters'],
  ['*', 'characters'],
  ['/a b', 'characters'],
  ['/a#b', 'characters'],
  ['/é', 'characters'],
  ['/a\\b', 'characters'],
  ['/me;x=1', 'characters'],
  ['/a?b=1;c=2', 'characters'],
  ['/a?b=\u0000', 'characters'],
  ['//v1', 'two slashes'],
  ['/v1//a', 'two slashes'],
  ['/a/../b', 'dots'],
  ['/a/%2e%2E/b', 'dots'],
  ['/./a', 'dots'],
  ['/a/..', 'dots'],
  ['/a%2Fb', 'hides'],
  ['/a%5cb', 'hides'],
  ['/a%3bb', 'hides'],
  ['/a%00', 'hides'],
  ['/a%0d%0a', 'hides'],
  ['/a%2', 'decode'],
  ['/%ff', 'decode'],
  ['/%c0%af', 'decode'],
  ['/a?b=%', 'decode'],
  ['/a?%ff=1', 'decode'],
  ['/a%252fb', 'twice'],
  ['/%252e%252e', 'twice'],
  [`/${'a'.repeat(9000)}`, 'longer'],
])('refuses %j', (text, reason) => {
  expect(readTarget(text)).toContain(reason);
});

test('segments that are encoded come back, and nothing is thrown for any text', () => {
  const segment = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' });
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
      const read = readTarget(`/${segments.map(encodeURIComponent).join('/')}`);
      if (typeof read !== 'string') expect(read.segments).toEqual(segments);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const read = readTarget(`/${text}`);
      // What is read does not change by being read by a server that cleans up.
      if (typeof read !== 'string')
        expect(new URL(`http://a/${text}`).pathname.split('?')[0]).toBe(`/${text}`.split('?')[0]);
    }),
  );
});

test('a path is read alike whether or not a query follows', () => {
  const piece = fc.constantFrom(
    'a',
    'Z',
    '9',
    '.',
    '..',
    '-',
    '_',
    '~',
    '%41',
    '%2e',
    '/',
    '//',
    '!',
    ';',
    '\u0000',
    'é',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const path = `/${pieces.join('')}`;
      const [plain, asked] = [readTarget(path), readTarget(`${path}?`)];
      if (typeof plain === 'string' || typeof asked === 'string') expect(plain).toBe(asked);
      else expect(plain).toEqual({ ...asked, hasQuery: false });
    }),
  );
});
