/** docs/attacks-http.md says what the replay runs, and the lines of defence stand where it says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { defences } from './defences.ts';
import { attacksPage } from './page.ts';
import { timeAndAmounts } from './time-and-amounts.ts';

const ROOT = join(import.meta.dirname, '../..');

test('docs/attacks-http.md is the catalogue', async () => {
  await expect(`${attacksPage()}\n`).toMatchFileSnapshot('../../docs/attacks-http.md');
});

test('every line of defence is where it is said to be, and stops something', () => {
  const used = new Set(catalogue.flatMap(({ attacks }) => attacks.map(({ defence }) => defence)));
  expect(Object.keys(defences).filter((name) => !used.has(name as keyof typeof defences))).toEqual([]);
  expect(Object.values(defences).filter(({ file }) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test.each(timeAndAmounts)(
  'the caller $tries: there is such a test, and such a defence',
  ({ defence, test: made }) => {
    expect(existsSync(join(ROOT, defence))).toBe(true);
    const text = readFileSync(join(ROOT, made.file), 'utf8');
    expect(['it', 'test'].some((word) => text.includes(`${word}('${made.name}'`))).toBe(true);
  },
);
