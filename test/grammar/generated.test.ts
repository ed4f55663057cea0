/** The files under grammar/ are those that the language gives. To write them anew: `npx vitest run test/grammar -u`. */
import { readdir, readFile } from 'node:fs/promises';
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
