/**
 * Which names of common table expressions can be seen from a place in a query. An unqualified name that one of them
 * carries is that expression and no relation (PostgreSQL: parse_relation.c, scanNameSpaceForCTE).
 */
export interface CteScope {
  /** The expressions of one WITH by name, each with its place among them. */
  readonly places: ReadonlyMap<string, number>;
  /** Those from this place on cannot be seen. */
  readonly end: number;
  readonly outer: CteScope | null;
}

export const NO_CTES: CteScope = { places: new Map(), end: 0, outer: null };

export function seesCte(scope: CteScope, name: string): boolean {
  for (let s: CteScope | null = scope; s !== null; s = s.outer) {
    const place = s.places.get(name);
    if (place !== undefined && place < s.end) return true;
  }
  return false;
}

/** The scope behind a WITH, where all its expressions can be seen. */
export function withCtes(outer: CteScope, names: readonly string[]): CteScope {
  const places = new Map<string, number>();
  // Of two of one name, which the server refuses, the first counts.
  for (const [place, name] of names.entries()) if (!places.has(name)) places.set(name, place);
  return { places, end: names.length, outer };
}

/** The same scope as it is seen from the expression at `place`, without RECURSIVE. */
export function before(scope: CteScope, place: number): CteScope {
  return { ...scope, end: place };
}
