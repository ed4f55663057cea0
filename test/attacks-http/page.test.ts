/** docs/attacks-http.md says what the replay runs, and the lines of defence stand where it says. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { defences } from './defences.ts';
import { attacksPage } from './page.ts';

const ROOT = join(import.meta.dirname, '../..');

test('docs/attacks-http.md is the catalogue', async () => {
  await expect(`${attacksPage()}\n`).toMatchFileSnapshot('../../docs/attacks-http.md');
});

test('every line of defence is where it is said to be, and stops something', () => {
  const used = new Set(catalogue.flatMap(({ attacks }) => attacks.map(({ defence }) => defence)));
  expect(Object.keys(defences).filter((name) => !used.has(name as keyof typeof defences))).toEqual([]);
  expect(Object.values(defences).filter(({ file }) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test('names are used once: of families, and of attacks within one', () => {
  const families = catalogue;
  expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
  for (const { name, attacks } of families)
    expect(new Set(attacks.map(({ id }) => id)).size, name).toBe(attacks.length);
});
