/** Pages lead somewhere: every link within the repository has a target, with its heading; and the index leads to every page. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../support/programs.ts';

const pages = globSync('**/*.md', {
  cwd: REPOSITORY,
  exclude: (path) => /(^|\/)(node_modules|dist|build)$/.test(path),
}).toSorted();

/** Without code, in which brackets mean something else. */
function proseOf(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8')
    .replaceAll(/^```.*?^```$/gms, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '));
}

/** Paths from the root, each with the fragment that it names. */
function linksOf(path: string): readonly { readonly to: string; readonly fragment: string | null }[] {
  return [...proseOf(path).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [file = '', fragment = null] = link.split('#', 2);
    return [{ to: file === '' ? path : normalize(join(dirname(path), file)), fragment }];
  });
}

/** As GitHub makes them of headings. */
function anchorsOf(path: string): ReadonlySet<string> {
  const text = readFileSync(join(REPOSITORY, path), 'utf8').replaceAll(/^```.*?^```$/gms, '');
  return new Set(
    [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test.each(pages)('links of %s', (path) => {
  const broken = linksOf(path).filter(
    ({ to, fragment }) =>
      !existsSync(join(REPOSITORY, to)) || (fragment !== null && !anchorsOf(to).has(fragment)),
  );
  expect(broken).toEqual([]);
});

test('the index of the documentation leads to every page of it, and to every example', () => {
  const linked = new Set(linksOf('docs/README.md').map(({ to }) => to));
  const own = pages.filter((path) => /^docs\/[^/]+\.md$/.test(path) && path !== 'docs/README.md');
  expect(own.filter((path) => !linked.has(path))).toEqual([]);
  const examples = pages.filter((path) => /^examples\/[^/]+\/README\.md$/.test(path)).map(dirname);
  expect(examples.filter((path) => !linked.has(path))).toEqual([]);
});
