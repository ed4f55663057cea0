/** Paths of policy files as a bundle names them. */
import { expect, test } from 'vitest';
import { policyFileName } from '../../../compiler/src/bundle/bundle-file-names.ts';
import { bundlePaths } from '../../../compiler/src/bundle-paths.ts';

test.each<[string[], string[]]>([
  [['a.dlp'], ['a.dlp']],
  [['p/a.dlp'], ['a.dlp']],
  [
    ['p/a.dlp', 'p/q/b.dlp'],
    ['a.dlp', 'q/b.dlp'],
  ],
  [
    ['p/a.dlp', 'q/a.dlp'],
    ['p/a.dlp', 'q/a.dlp'],
  ],
  [
    ['/srv/p/a.dlp', '/srv/pq/b.dlp'],
    ['p/a.dlp', 'pq/b.dlp'],
  ],
  [
    ['a.dlp', 'p/b.dlp'],
    ['a.dlp', 'p/b.dlp'],
  ],
])('%j', (paths, expected) => {
  expect([...bundlePaths(paths).values()]).toEqual(expected);
});

test('paths that lead upwards stay inside', () => {
  expect([...bundlePaths(['../p/a.dlp', '../q/b.dlp']).values()]).toEqual(['p/a.dlp', 'q/b.dlp']);
});

test('paths from different roots stay apart; the bundle makes file names of them', () => {
  const paths = ['../a.dlp', 'a.dlp', '/srv/a.dlp', '../../a.dlp'];
  const named = [...bundlePaths(paths).values()].map(policyFileName);
  expect(new Set(named).size).toBe(paths.length);
  for (const name of named) expect(name.split('/')).not.toContain('..');
});
