import { limits, parsePolicyFile, SourceText } from '@dlpc/language';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sample } from '../support/sample.ts';

const garbage = fc.constantFrom(
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ',',
    '.',
    '"',
    "'",
    '\\',
    '/',
    '//',
    '=',
    '==',
    '\0',
    '\u202E',
    '\u200B',
    '\uFEFF',
  ],
  ...[
    '\uD800',
    '\u{1F600}',
    'é',
    ';',
    '\r',
    '\n',
    '\t',
    'policy p ',
    '\nallow ',
    ' on ',
    'not ',
    '1_',
    '99999999999999999',
  ],
  ...['\nfilter x ', '\ntest "t" {', '/*', '\\u{', '??', '#', '&&', '\u2028'],
  ...[
    '*',
    '$',
    '$a$',
    '=>',
    ' where ',
    '\nfilter x where (',
    '\u0430',
    '\u0440',
    '\n/// x\n',
    '15m',
    '2026-11-22T0',
    'record ',
  ],
);

/** The sample with a few slices cut out and garbage put in. */
const mutated = fc
  .array(fc.tuple(fc.nat(sample.length), fc.nat(30), fc.array(garbage, { maxLength: 4 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((changes) =>
    changes.reduce((text, [at, cut, put]) => text.slice(0, at) + put.join('') + text.slice(at + cut), sample),
  );

function checkResult(text: string): void {
  const { ast, diagnostics } = parsePolicyFile('f.dlp', text);
  for (const d of diagnostics) {
    expect(d.span.start).toBeGreaterThanOrEqual(0);
    expect(d.span.end).toBeLessThanOrEqual(text.length);
    expect(d.span.start).toBeLessThanOrEqual(d.span.end);
    expect(d.message).not.toMatch(/undefined|\[object|NaN/);
  }
  for (const declaration of ast.declarations) {
    expect(text.slice(declaration.span.start, declaration.span.end)).toMatch(/^[a-z]+/);
  }
  expect(diagnostics.length).toBeLessThanOrEqual(limits.mistakes + 1);
}

describe('hostile text', () => {
  it('never makes the parser throw, nor point outside of the text', () => {
    fc.assert(fc.property(mutated, checkResult), { numRuns: 2000, seed: 20261122 });
  });

  it('never makes the parser throw when cut off anywhere', () => {
    for (let end = 0; end < sample.length; end += 1) checkResult(sample.slice(0, end));
  });

  it('is read the same with other line ends', () => {
    const kinds = (text: string) => parsePolicyFile('f.dlp', text).ast.declarations.map((d) => d.kind);
    expect(kinds(sample.replaceAll('\n', '\r\n'))).toEqual(kinds(sample));
    expect(parsePolicyFile('f.dlp', sample.replaceAll('\n', '\r\n')).diagnostics).toEqual([]);
    expect(parsePolicyFile('f.dlp', `\uFEFF${sample}`).diagnostics).toEqual([]);
  });
});

describe('bounds', () => {
  const codes = (text: string) => parsePolicyFile('f.dlp', text).diagnostics.map((d) => d.code);
  const megabytes = (unit: string, count: number) =>
    unit.repeat(Math.floor((count * 1024 * 1024) / unit.length));

  // Each of these would hang, or end the process, if anything took quadratic time or recursed with the text.
  const floods = [
    '{',
    '(',
    '[',
    '}',
    '"',
    "'",
    '\\',
    '/',
    '/\\',
    '/[',
    '\n"',
    'a ',
    'not ',
    '1',
    '/*',
    '\u202E',
    '@',
    '\n',
  ];
  for (const unit of [
    ...floods,
    '\npolicy p',
    '\npolicy p for x { on y {',
    'group a = (((',
    ' and a',
    '.a',
    '*',
    '$',
    '$a',
    '\u0430',
    'a\u0430',
    ' where',
    'filter a where',
    ', where',
    '\nfilter a where (',
    "\nfilter a where '",
    '\nfilter a where $a$ $b$',
    '\nfilter a where /*',
    "E'\\",
    "'' ",
    '/**/',
    '\n/// x',
    '\n/// x\nlabel a',
    'test "t" { as { a: [',
    '\nsql a "" => ',
    '\\\\',
  ]) {
    it(`answers 1 MiB of ${JSON.stringify(unit)}`, () => {
      expect(codes(megabytes(unit, 1)).length).toBeLessThanOrEqual(limits.mistakes + 1);
      expect(codes(`group x = y ${megabytes(unit, 0.5)}`).length).toBeLessThanOrEqual(limits.mistakes + 1);
      expect(codes(`policy p for x { on y { filter a where ${megabytes(unit, 0.5)}`).length).toBeGreaterThan(
        0,
      );
      expect(codes(`group x = y in ["${megabytes(unit.replaceAll('"', 'x'), 0.5)}`).length).toBeGreaterThan(
        0,
      );
    });
  }

  // In bytes of UTF-8: what is written in three bytes a character is still read whole.
  it.each([
    ['braces', '{'],
    ['brackets within brackets', 'group a = (('],
    ['characters that turn the line around', '\u202E'],
    ['characters that have no width', '\u200B'],
    ['letters of another script', '\u0430'],
    ['words of two scripts', 'p\u0430licy '],
    ['characters beyond the first plane', '\u{1F600}'],
  ])('answers 10 MB of %s', (_, unit) => {
    const found = codes(unit.repeat(Math.floor(10_000_000 / Buffer.byteLength(unit))));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(limits.mistakes + 1);
  });

  it('refuses a file that is too large, in words and in characters', () => {
    expect(codes(megabytes('{', 10))).toEqual(['DLP1018']);
    expect(codes(`label a { ${'b '.repeat(limits.tokens)} }`)).toEqual(['DLP1018']);
  });

  it('allows 64 levels of brackets and no more', () => {
    const nested = (depth: number) => `group a = ${'('.repeat(depth)}b${')'.repeat(depth)}`;
    expect(codes(nested(limits.nesting))).toEqual([]);
    expect(codes(nested(limits.nesting + 1))).toEqual(['DLP1016']);
  });

  it('bounds the operators of a condition', () => {
    expect(codes(`group a = b${' or b'.repeat(limits.conditionOperators)}`)).toEqual([]);
    expect(codes(`group a = b${' or b'.repeat(limits.conditionOperators + 1)}`)).toEqual(['DLP1017']);
    expect(codes(`group a = ${'not '.repeat(limits.conditionOperators + 1)} b`)).toEqual(['DLP1017']);
  });

  it('shows at most a hundred mistakes', () => {
    const found = codes('label a;\n'.repeat(500));
    expect(found.length).toBe(limits.mistakes + 1);
    expect(found.at(-1)).toBe('DLP1020');
  });
});

describe('characters that hide', () => {
  const found = (text: string) =>
    parsePolicyFile('f.dlp', text).diagnostics.map((d) => [d.code, text.slice(d.span.start, d.span.end)]);

  it.each([
    '\u202E',
    '\u2066',
    '\u200B',
    '\u200D',
    '\u00AD',
    '\uFEFF',
    '\u0000',
    '\u001B',
    '\u007F',
    '\u0085',
    '\u2028',
    '\u{E0041}',
    '\uD800',
    '\u3164',
  ])('reports %j once, wherever it stands', (character) => {
    const texts = [
      `label a // b${character}c\n`,
      `group a = caller.sub == "b${character}c"`,
      `label a${character}\nlabel b`,
      `label a\n${character}\nlabel b`,
      `database a from "${character}"`,
    ];
    for (const text of texts) expect(found(text)).toEqual([['DLP1002', character]]);
  });

  it('takes strange spaces for what they look like in comments alone', () => {
    expect(found('label a // b\u00A0c')).toEqual([]);
    expect(found('group a = caller.sub == "b\u00A0c"')).toEqual([['DLP1002', '\u00A0']]);
    expect(found('label\u00A0a')).toEqual([['DLP1001', '\u00A0']]);
  });

  it('leaves writing in other scripts alone', () => {
    expect(found('label "größe" // 数据 😀\nlabel "données"')).toEqual([]);
    expect(new SourceText('f', 'a\r\nb\rc\nd').lineCount).toBe(4);
  });
});
