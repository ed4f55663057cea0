/**
 * SET search_path, by its effect on names. The judge goes on resolving them by the path that the session began with, so only such paths
 * may be set under which a bare name means the same, or nothing at all: that one, and the empty one, as pg_dump sets it.
 */
import type { Catalog } from '../../catalog/catalog.ts';

export function isSearchPath(name: string): boolean {
  return name.toLowerCase() === 'search_path';
}

/** Why the path may not be these schemas: the end of a sentence; null where it may. `values` is null for DEFAULT and RESET. */
export function searchPathRefusal(catalog: Catalog, values: readonly string[] | null): string | null {
  if (values === null) return null;
  // With nothing on it, the server's own schema is searched first; so it must be already.
  const isEmpty = values.every((schema) => schema === '');
  const isSafelyEmpty = isEmpty && catalog.searchPath[0] === 'pg_catalog';
  const own = splitPath(catalog.ground.searchPath);
  const isOwn = values.length === own.length && values.every((schema, index) => schema === own[index]);
  return isSafelyEmpty || isOwn
    ? null
    : 'names are resolved by the path that the session began with; it may be set to that, or to nothing';
}

/** The schemas of a path as the setting holds it: names between commas, in quotes or in any case (varlena.c, SplitIdentifierString). */
export function splitPath(path: string): readonly string[] {
  const names = path.match(/"(?:[^"]|"")*"|[^\s,"]+/g) ?? [];
  return names.map((name) =>
    name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase(),
  );
}
