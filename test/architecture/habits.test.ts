import { expect, it } from 'vitest';
import { readSources } from './sources.ts';

const sources = readSources();
const programs = sources.filter(({ path }) => /^(language|compiler|runtime|lsp)\//.test(path));

/** Above this many lines a file says at its top why it is so long. */
const LONG = 600;

/** Lines that match, with their places. The patterns are written so that they do not match themselves. */
function linesWith(pattern: RegExp, files = sources): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

it('no value is cast to `any`', () => {
  expect(linesWith(/\bas[ ]any\s*([;,)\]}.]|$)/)).toEqual([]);
});

it('no type error is silenced', () => {
  expect(linesWith(/@ts-(ignor[e]|nocheck[ ]|expect-error$)/)).toEqual([]);
});

it('no test is run alone', () => {
  expect(linesWith(/\b(it|test|describe)\.onl[y]\(/)).toEqual([]);
});

it('nothing is put off in a comment', () => {
  expect(linesWith(/\b(TOD[O]|FIXM[E]|XX[X])\b/)).toEqual([]);
});

it('programs write through their log or their output, not to the console', () => {
  expect(linesWith(/(?<![.\w])consol[e]\./, programs)).toEqual([]);
});

it('a long file says why at its top', () => {
  const long = sources.filter(({ text }) => text.split('\n').length > LONG);
  const silent = long.filter(({ text }) => !/\blong(er)? because\b/i.test(text.slice(0, 1_500)));
  expect(silent.map(({ path, text }) => `${path}: ${text.split('\n').length} lines`)).toEqual([]);
});

it('each file of a program begins by saying its duty', () => {
  const mute = programs.filter(({ text }) => !/^(#!.*\n)?\/(\*\*|\/)/.test(text));
  expect(mute.map(({ path }) => path)).toEqual([]);
});

it('relative imports name the file', () => {
  const vague = sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier }) => specifier.startsWith('.') && !/\.(ts|json)$/.test(specifier))
      .map(({ line, specifier }) => `${path}:${line} ${specifier}`),
  );
  expect(vague).toEqual([]);
});

it('each check has a test of its own', () => {
  const paths = new Set(sources.map(({ path }) => path));
  const rules = [...paths].filter((path) => /^compiler\/src\/check\/rules\/.*\.rule\.ts$/.test(path));
  expect(rules.length).toBeGreaterThan(25);
  const testOf = (path: string) => path.replace('compiler/src', 'test/compiler').replace(/\.ts$/, '.test.ts');
  expect(rules.filter((path) => !paths.has(testOf(path)))).toEqual([]);
});
