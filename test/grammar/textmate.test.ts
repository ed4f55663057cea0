/** The TextMate grammar colours what the language's own lexer reads. */
import { readFile } from 'node:fs/promises';
import { keywords } from '@dlpc/language';
import { describe, expect, it } from 'vitest';
import { SourceText } from '../../language/src/source/source-text.ts';
import { lex } from '../../language/src/syntax/lexer.ts';
import { colouring } from './textmate.ts';
import { writeTmLanguage } from './tm-language.ts';

const colour = await colouring(writeTmLanguage());

describe('the TextMate grammar', () => {
  it.each([
    ['policy nightly for etl {', 'policy', 'keyword.other.declaration.dlp'],
    ['policy nightly for etl {', 'nightly', 'entity.name.type.dlp'],
    ['policy nightly for etl {', 'for', 'keyword.other.dlp'],
    ['  mask pii.contact with keep_last(4)', 'mask', 'keyword.control.statement.dlp'],
    ['  mask pii.contact with keep_last(4)', 'keep_last', 'support.function.mask.dlp'],
    ['  mask pii.contact with keep_last(4)', '4', 'constant.numeric.integer.dlp'],
    ['  on crm { allow select on customers }', 'allow', 'keyword.control.statement.dlp'],
    ['group a = "x" in caller.groups and true', 'in', 'keyword.operator.logical.dlp'],
    ['group a = "x" in caller.groups and true', 'true', 'constant.language.boolean.dlp'],
    ['group a = "x" in caller.groups and true', 'caller', 'variable.language.dlp'],
    ['classify a crm.label.policy, crm.t.on', 'label', null],
    ['classify a crm.label.policy, crm.t.on', 'policy', null],
    ['  filter orders where region = 1', 'where', 'keyword.other.dlp'],
    ['  http billing GET "/v1" => mask $.email', 'http', 'keyword.control.statement.dlp'],
    ['  http billing GET "/v1" => mask $.email', '=>', 'keyword.operator.arrow.dlp'],
    ['detector card = /[0-9]{4}/ where luhn', '/[0-9]{4}/', 'string.regexp.dlp'],
    ['  approve delete on t by "dba" within 15m', '15m', 'constant.numeric.duration.dlp'],
    ['  at 2026-11-22T02:00:00Z', '2026-11-22T02:00:00Z', 'constant.other.instant.dlp'],
    ['classify a crm.*.*_email', '*_email', 'variable.other.wildcard.dlp'],
    ['/// What it is.', '/// What it is.', 'comment.line.documentation.dlp'],
    ['label a // policy', '// policy', 'comment.line.double-slash.dlp'],
  ])('colours %j: %s', (line, word, scope) => {
    expect(
      colour(line)
        .flat()
        .find(({ start, end }) => line.slice(start, end).trim() === word)?.scope ?? null,
    ).toBe(scope);
  });

  it('knows every word of the language', () => {
    const coloured = (line: string, word: string): boolean =>
      colour(line)
        .flat()
        .some(({ text, scope }) => text === word && scope !== null);
    for (const { word } of keywords)
      expect(
        [`${word} x {`, `a ${word} b`].some((line) => coloured(line, word)),
        word,
      ).toBe(true);
  });

  /** What each kind of token has to be coloured as; null for a plain name. Other kinds are not judged. */
  const EXPECTED: Readonly<Record<string, RegExp | null>> = {
    String: /^(string\.quoted|constant\.character)/,
    Regex: /^string\.regexp/,
    Integer: /^constant\.numeric\.integer/,
    Duration: /^constant\.numeric\.duration/,
    Date: /^constant\.other\.date/,
    Time: /^constant\.other\.time/,
    Instant: /^constant\.other\.instant/,
    LineComment: /^comment\.line/,
    NamePattern: /^variable\.other\.wildcard/,
    Identifier: null,
  };

  it.each([
    'examples/crm/policies/crm.dlp',
    'examples/crm/policies/contractors.dlp',
    'examples/crm/policies/pipeline.dlp',
    'examples/crm/policies/support.dlp',
    'examples/nightly/nightly.dlp',
    'docs/language.md',
  ])('agrees with the lexer on %s', async (path) => {
    const file = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
    const texts = path.endsWith('.md')
      ? [...file.matchAll(/^```dlp.*\n([\s\S]*?)^```$/gm)].map((m) => m[1] ?? '')
      : [file];
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(disagreements(text)).toEqual([]);
  });

  /** Tokens whose first letter is coloured as something else than what the lexer says that they are. */
  function disagreements(text: string): readonly string[] {
    const lines = colour(text);
    const source = new SourceText('a.dlp', text);
    const { tokens, comments } = lex(source);
    const read = [
      ...tokens.map(({ tokenType, startOffset }) => ({ kind: tokenType.name, start: startOffset })),
      ...comments.map(({ span }) => ({ kind: 'LineComment', start: span.start })),
    ];
    return read.flatMap(({ kind, start }) => {
      const { line, column } = source.positionAt(start);
      const expected = EXPECTED[kind];
      if (expected === undefined) return [];
      const scope = lines[line - 1]?.find(({ end }) => end >= column)?.scope ?? null;
      const agrees =
        expected === null
          ? !/^(keyword|constant|string|comment)/.test(scope ?? '')
          : expected.test(scope ?? '');
      return agrees ? [] : [`${line}:${column} is ${kind}, coloured ${scope}`];
    });
  }
});
