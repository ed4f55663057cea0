/** The files under grammar/ are those that the language gives. To write them anew: `npx vitest run test/grammar -u`. */
import { readdir, readFile } from 'node:fs/promises';
import { keywords } from '@dlpc/language';
import { describe, expect, it } from 'vitest';
import { writeEbnf, writeProduction } from './ebnf.ts';
import { writeLanguageConfiguration } from './language-configuration.ts';
import { productions } from './productions.ts';
import { writeRailroad } from './railroad.ts';
import { writeTmLanguage } from './tm-language.ts';

const SYNTAX = new URL('../../language/src/syntax/', import.meta.url);

describe('the grammar for people and editors', () => {
  it.each([
    ['dlp.ebnf', writeEbnf],
    ['dlp.html', writeRailroad],
    ['dlp.tmLanguage.json', writeTmLanguage],
    ['language-configuration.json', writeLanguageConfiguration],
  ])('%s is up to date', async (file, write) => {
    await expect(write()).toMatchFileSnapshot(`../../grammar/${file}`);
  });
});

describe('the comments of the parser', () => {
  it('are the productions of its rules', async () => {
    const rules = await readdir(new URL('rules/', SYNTAX));
    const files = ['parser.ts', ...rules.map((file) => `rules/${file}`)];
    const texts = await Promise.all(files.map((file) => readFile(new URL(file, SYNTAX), 'utf8')));
    const comments = texts.flatMap((text) =>
      [...text.matchAll(/^ {2}\/\/ (\S+ = .* ;)$/gm)].map(([, production]) => production),
    );
    expect(comments.sort()).toEqual(productions().map(writeProduction).sort());
  });
});

describe('the TextMate grammar', () => {
  interface Rule {
    readonly name?: string;
    readonly match?: string;
    readonly begin?: string;
    readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  }
  const { patterns } = JSON.parse(writeTmLanguage()) as { readonly patterns: readonly Rule[] };

  /** What a word of a line is coloured as, by the first pattern that matches earliest, as editors do. */
  function scopeOf(line: string, word: string): string | null {
    const wanted = line.indexOf(word);
    let at = 0;
    while (at <= wanted) {
      const found = patterns
        .map((rule) => ({ rule, match: matchFrom(rule.match ?? rule.begin ?? '', line, at) }))
        .filter(({ match }) => match !== null)
        .toSorted((a, b) => (a.match?.index ?? 0) - (b.match?.index ?? 0))[0];
      if (found?.match == null) return null;
      const { rule, match } = found;
      const group =
        match.indices?.findIndex((place) => place?.[0] === wanted && place[1] === wanted + word.length) ?? -1;
      if (group >= 0) return rule.captures?.[String(group)]?.name ?? rule.name ?? null;
      at = Math.max(match.index + match[0].length, at + 1);
    }
    return null;
  }

  function matchFrom(pattern: string, line: string, at: number): RegExpExecArray | null {
    const expression = new RegExp(pattern, 'dg');
    expression.lastIndex = at;
    return expression.exec(line);
  }

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
    expect(scopeOf(line, word)).toBe(scope);
  });

  it('knows every word of the language', () => {
    const all = patterns.map((rule) => rule.match ?? '').join('\n');
    for (const { word } of keywords) expect(all).toMatch(new RegExp(`[(:|b]${word}[)|]`));
  });
});
