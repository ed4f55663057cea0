/** Templates are compared with all the paths of a small alphabet. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  matchesSegment,
  type PathTemplate,
  parseTemplate,
  relate,
} from '../../../compiler/src/openapi/model/path-template.ts';

/** Every text of up to three of these letters: long enough for a parameter between two literals. */
const TEXTS = ['a', 'b', 'm'].flatMap((x) => [
  x,
  ...['a', 'b', 'm'].flatMap((y) => [x + y, `${x}${y}m`, `${x}a${y}`]),
]);

const SEGMENTS = ['a', 'am', 'b', '{x}', '{y}', 'a{x}', 'b{x}', '{x}m', 'a{x}m'];

function template(text: string): PathTemplate {
  const parsed = parseTemplate(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

/** The paths of one or two of {@link TEXTS} that a template matches. */
function matches({ segments }: PathTemplate): ReadonlySet<string> {
  const bySegment = segments.map((segment) => TEXTS.filter((text) => matchesSegment(segment, text)));
  return new Set(
    bySegment.reduce<string[]>((paths, texts) => paths.flatMap((p) => texts.map((t) => `${p}/${t}`)), ['']),
  );
}

test('one template lies to another as their paths do', () => {
  const arbitrary = fc
    .array(fc.constantFrom(...SEGMENTS), { minLength: 1, maxLength: 2 })
    .map((segments) => template(`/${segments.join('/')}`));
  fc.assert(
    fc.property(arbitrary, arbitrary, (a, b) => {
      const [ofA, ofB] = [matches(a), matches(b)];
      const shared = [...ofA].filter((path) => ofB.has(path)).length;
      const found = relate(a, b);
      if (found === 'apart') expect(shared).toBe(0);
      if (found === 'same') expect([...ofA]).toEqual([...ofB]);
      if (found === 'narrower') expect(shared).toBe(ofA.size);
      if (found === 'wider') expect(shared).toBe(ofB.size);
      // The other way round it is the same, seen from the other side.
      const mirrored = {
        same: 'same',
        narrower: 'wider',
        wider: 'narrower',
        apart: 'apart',
        crossing: 'crossing',
      };
      expect(relate(b, a)).toBe(mirrored[found]);
      // Whoever shares paths is never called apart.
      if (shared > 0) expect(found).not.toBe('apart');
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['/v1/{id}', '/v1/me', 'wider'],
  ['/{entity}/me', '/books/{id}', 'crossing'],
  ['/v1/{id}', '/v1/{name}', 'same'],
  ['/v1/{id}', '/v1/{id}/', 'apart'],
  ['/v1/{id}.json', '/v1/{id}', 'narrower'],
] as const)('%s and %s', (a, b, expected) => {
  expect(relate(template(a), template(b))).toBe(expected);
});

test.each([
  ['v1', 'it does not begin with a slash'],
  ['/v1?x=1', 'a query or a fragment is no part of a path'],
  ['/v1/{id', 'its braces do not match'],
  ['/v1/{a}{b}', 'two parameters stand side by side'],
])('%s is no template', (text, reason) => {
  expect(parseTemplate(text)).toBe(reason);
});
