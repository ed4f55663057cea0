/**
 * Which names of common table expressions can be seen from a place in a query. An unqualified name that one of them
 * carries is that expression and no relation (PostgreSQL: parse_relation.c, scanNameSpaceForCTE).
 */
export interface CteScope {
  readonly names: ReadonlySet<string>;
  readonly outer: CteScope | null;
}

export const NO_CTES: CteScope = { names: new Set(), outer: null };

export function seesCte(scope: CteScope, name: string): boolean {
  for (let s: CteScope | null = scope; s !== null; s = s.outer) if (s.names.has(name)) return true;
  return false;
}

export function withCtes(outer: CteScope, names: Iterable<string>): CteScope {
  return { names: new Set(names), outer };
}
