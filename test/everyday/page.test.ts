/** docs/everyday-statements.md says what the replay runs, and why something is refused. */
import { expect, test } from 'vitest';
import { everydayPage } from './page.ts';
import { readCatalogue } from './read-catalogue.ts';

test('docs/everyday-statements.md is the catalogue', async () => {
  await expect(`${everydayPage()}\n`).toMatchFileSnapshot('../../docs/everyday-statements.md');
});

test('whatever is refused says why', () => {
  const cases = readCatalogue().flatMap(({ name, cases }) => (name === 'ddl' ? [] : cases));
  const unexplained = cases.filter(({ outcome }) => outcome.kind === 'refused' && outcome.why === '');
  expect(unexplained.map(({ place }) => place)).toEqual([]);
});
