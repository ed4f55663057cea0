/** The form of the catalog's rows. */

export type Severity = 'error' | 'warning';

/** One row of the catalog; `P` is what its sentences need to know. */
export interface CatalogEntry<P> {
  readonly code: `DLP${number}`;
  readonly severity: Severity;
  readonly message: (params: P) => string;
  readonly hint?: (params: P) => string | null;
}

/** Names the parameter type of an entry while the compiler infers the rest. */
export function entry<P>(row: CatalogEntry<P>): CatalogEntry<P> {
  return row;
}
