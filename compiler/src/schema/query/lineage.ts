/**
 * What a value is computed from: a set of stored columns, and whether that is all that can be said. Knows neither queries
 * nor which column an origin is.
 */

/** A column of the catalog that the query is read against. Its identity is all that counts here. */
export type Origin = object;

export interface Lineage {
  readonly origins: ReadonlySet<Origin>;
  /** Why it may be more than {@link origins}: half a sentence without a full stop; null where it is all. */
  readonly opaque: string | null;
}

/** Of a constant. */
export const NOTHING: Lineage = { origins: new Set(), opaque: null };

/** Of a stored column itself. */
export function lineageOfOrigin(origin: Origin): Lineage {
  return { origins: new Set([origin]), opaque: null };
}

/** Of something that is not understood. */
export function opaque(reason: string): Lineage {
  return { origins: new Set(), opaque: reason };
}

/** Of what is computed from all of them. */
export function union(parts: Iterable<Lineage>): Lineage {
  let only: Lineage = NOTHING;
  let origins: Set<Origin> | null = null;
  let reason: string | null = null;
  for (const part of parts) {
    reason ??= part.opaque;
    if (part.origins.size === 0 || part.origins === only.origins) continue;
    if (only.origins.size === 0) {
      only = part;
      continue;
    }
    origins ??= new Set(only.origins);
    for (const origin of part.origins) origins.add(origin);
  }
  if (origins === null) return reason === only.opaque ? only : { origins: only.origins, opaque: reason };
  return { origins, opaque: reason };
}
