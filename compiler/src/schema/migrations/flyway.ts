/**
 * The order in which Flyway runs a folder: the last baseline (`B…__`), then versions (`V…__`) above it, then what is repeatable
 * (`R__`) by its description. Undo migrations (`U…__`) are not run.
 */
import { baseName } from './base-name.ts';
import type { MigrationOrder } from './migration-order.ts';
import { compareNumbers, compareText } from './natural-order.ts';

const NAME = /^(?:([VBU])(\d+(?:[._]\d+)*)|(R))__.+\.sql$/;

interface Versioned {
  readonly path: string;
  readonly version: string;
}

/** Whether a folder holds Flyway's versions. */
export function isFlyway(paths: readonly string[]): boolean {
  return paths.some((path) => /^V\d/.test(baseName(path)) && NAME.test(baseName(path)));
}

/** The files that Flyway runs, in its order. */
export function flywayOrder(paths: readonly string[]): MigrationOrder {
  const caveats: string[] = [];
  const kinds = { V: [] as Versioned[], B: [] as Versioned[], U: [] as Versioned[] };
  const repeatable: string[] = [];
  for (const path of paths) {
    const [, kind, version = '', repeats] = NAME.exec(baseName(path)) ?? [];
    if (kind === 'V' || kind === 'B' || kind === 'U') kinds[kind].push({ path, version });
    else if (repeats !== undefined) repeatable.push(path);
    else caveats.push(`\`${path}\` is not read: Flyway runs no file of this name`);
  }
  const baseline = kinds.B.toSorted(byVersion).at(-1) ?? null;
  const versions = kinds.V.filter(
    ({ version }) => baseline === null || compareVersions(version, baseline.version) > 0,
  ).toSorted(byVersion);
  for (const [index, { path, version }] of versions.entries()) {
    const before = versions[index - 1];
    if (before !== undefined && compareVersions(before.version, version) === 0)
      return { ok: false, reason: `\`${before.path}\` and \`${path}\` have the same version` };
  }
  const byDescription = repeatable.toSorted(
    (a, b) => compareText(baseName(a), baseName(b)) || compareText(a, b),
  );
  const first = baseline === null ? [] : [baseline.path];
  return { ok: true, paths: [...first, ...versions.map(({ path }) => path), ...byDescription], caveats };
}

function byVersion(a: Versioned, b: Versioned): number {
  return compareVersions(a.version, b.version) || compareText(a.path, b.path);
}

/** `1.2` is `1_2` and `1.2.0`. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(/[._]/), b.split(/[._]/)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = compareNumbers(left[index] ?? '0', right[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}
