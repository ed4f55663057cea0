/** The pages of evidence, docs/*-evidence.md, name tests that exist, by titles that they have. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '../support/programs.ts';

/** Files with the titles behind them. */
const CITED = /`([\w/.-]+\.test\.ts)`(?: \(((?:"[^"]+"(?:, )?)+)\))?/g;

const pages = globSync('docs/*-evidence.md', { cwd: REPOSITORY }).toSorted();

test('there are pages', () => expect(pages.length).toBeGreaterThan(1));

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(REPOSITORY, page), 'utf8');
  const rows = [...text.matchAll(/^\| (?!\*\*|sentence|-)(.*) \| (.*) \|$/gm)];

  test('has its rows', () => expect(rows.length).toBeGreaterThan(25));

  test.each(rows.map(([, sentence = '', shown = '']) => [sentence, shown]))('%s', (_, shown) => {
    const cited = [...shown.matchAll(CITED)];
    expect(cited).not.toEqual([]);
    // A name alone is of the folder of the one before.
    let folder = '';
    for (const [, file = '', titles = ''] of cited) {
      folder = file.includes('/') ? dirname(file) : folder;
      const path = file.includes('/') ? file : join(folder, file);
      const tests = readFileSync(join(REPOSITORY, 'test', path), 'utf8');
      for (const [, title = ''] of titles.matchAll(/"([^"]+)"/g)) expect(tests).toContain(`'${title}`);
    }
  });
});
