/** docs/identity-evidence.md names tests that exist, by titles that they have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../support/programs.ts';

const page = readFileSync(join(REPOSITORY, 'docs/identity-evidence.md'), 'utf8');
const rows = [...page.matchAll(/^\| (?!\*\*|sentence|-)(.*) \| (.*) \|$/gm)];
/** Files with the titles behind them. */
const CITED = /`([\w/.-]+\.test\.ts)`(?: \(((?:"[^"]+"(?:, )?)+)\))?/g;

test('the page has its rows', () => {
  expect(rows.length).toBeGreaterThan(30);
});

test.each(rows.map(([, sentence = '', shown = '']) => [sentence, shown]))('%s', (_, shown) => {
  const cited = [...shown.matchAll(CITED)];
  expect(cited).not.toEqual([]);
  for (const [, file = '', titles = ''] of cited) {
    const text = readFileSync(join(REPOSITORY, 'test', file), 'utf8');
    for (const [, title = ''] of titles.matchAll(/"([^"]+)"/g)) expect(text).toContain(`'${title}`);
  }
});
