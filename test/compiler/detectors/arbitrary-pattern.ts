/** Random expressions of the subset that detectors take, as text, and texts in which they find something. */
import fc from 'fast-check';

const ATOMS = [
  ...['a', 'b', '1', '_', ' ', '-', 'é', '😀', '\\.', '\\n', '\\u00e9', '\\u{1f600}', '\\\\', '\\*'],
  ...['.', '\\d', '\\w', '\\s', '\\D', '\\W', '\\S'],
  ...[
    '[ab]',
    '[^ab]',
    '[a-c1]',
    '[^\\d]',
    '[\\w.-]',
    '[ -]',
    '[é-😀]',
    '[^\\w\\s]',
    "[\\]\\[^'$]",
    '[\\s\\S]',
  ],
];
const ASSERTIONS = ['\\b', '\\B', '^', '$'];

/** Texts of an expression, most of which can be compiled. */
export const arbitraryPattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 8, arbitrary: fc.constantFrom(...ATOMS) },
    { weight: 1, arbitrary: fc.constantFrom(...ASSERTIONS) },
    { weight: 2, arbitrary: tie('pattern').map((pattern) => `(?:${pattern})`) },
    { weight: 1, arbitrary: tie('pattern').map((pattern) => `(${pattern})`) },
  ),
  pattern: fc
    .array(fc.array(fc.tuple(tie('atom'), quantifier()), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 2,
    })
    .map((options) =>
      options.map((parts) => parts.map(([atom, times]) => quantified(atom, times)).join('')).join('|'),
    ),
})).pattern;

/** Texts over the characters that the expressions speak of, and some beside them. */
export const arbitraryText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(..."aabbc11 -_é😀.\n\t\\*'$]ü漢\u{10ffff}"), { maxLength: 40 })
  .map((characters) => characters.join(''));

function quantifier(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 3, arbitrary: fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}') },
  );
}

function quantified(atom: string, times: string): string {
  // An assertion takes no quantifier, in a group it does.
  return times !== '' && ASSERTIONS.includes(atom) ? `(?:${atom})${times}` : atom + times;
}
