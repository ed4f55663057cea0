/** SECURITY.md keeps its word: what it names as tried is tried there, and what the proxy is made of is what it says. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { REPOSITORY } from '../support/programs.ts';

const page = readFileSync(join(REPOSITORY, 'SECURITY.md'), 'utf8');

/** Rows of the table below a heading, as cells. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^\| (.*) \|$/gm)].slice(1).map(([, row = '']) => row.split(' | '));
}

describe.each(rowsBelow('What is promised, and where it is tried'))('%s', (_, tried = '') => {
  const places = [...tried.matchAll(/\]\((test\/[^)]+)\)/g)].map(([, place = '']) => place);

  test('has tests', () => {
    expect(places).not.toEqual([]);
    for (const place of places) expect(testsIn(join(REPOSITORY, place))).not.toBe(0);
  });
});

/** How many test files a file or folder is. */
function testsIn(path: string): number {
  const files = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).map(String) : [path];
  return files.filter((file) => file.endsWith('.test.ts')).length;
}

describe('what it is made of', () => {
  interface Component {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly licenses?: readonly { readonly license?: { readonly id?: string } }[];
  }
  let components: readonly Component[];

  beforeAll(() => {
    const [, command = ''] = /^npm (sbom .*) > sbom\.json$/m.exec(page) ?? [];
    const output = execFileSync('npm', [...command.split(' '), '--offline'], {
      cwd: REPOSITORY,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 16 * 1024 * 1024,
    });
    components = (JSON.parse(output) as { components: readonly Component[] }).components;
  }, 60_000);

  const licenceOf = ({ licenses }: Component) => licenses?.map(({ license }) => license?.id).join(', ');

  test('the libraries that the page lists are those that the proxy declares', () => {
    const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'runtime/package.json'), 'utf8'));
    const listed = rowsBelow('What it is made of').flatMap(([name = '']) => /^`(.*)`$/.exec(name)?.[1] ?? []);
    expect(listed.toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted());
    for (const name of listed) expect(components.map((component) => component.name)).toContain(name);
  });

  test('its licences are those of the page', () => {
    const others = components.filter(({ purl }) => !purl.startsWith('pkg:npm/%40dlpc/'));
    expect(others.length).toBeGreaterThan(10);
    const unlike = others.filter((component) => licenceOf(component) !== 'MIT');
    expect(unlike.map((component) => [component.name, licenceOf(component)])).toEqual([
      ['sax', 'BlueOak-1.0.0'],
    ]);
  });
});
