/** The form in which system relations are written down. */
export interface RelationFamily {
  readonly title: string;
  readonly schema: 'pg_catalog' | 'information_schema';
  /**
   * Of open relations, why anybody may read them, in sentences; of refused ones, the end of a denial's sentence:
   * `relation "…" cannot be read through the proxy: it holds stored values`.
   */
  readonly reason: string;
  readonly names: readonly string[];
}
/** A column of an open relation that is not shown. */
export interface HiddenColumn {
  readonly relation: string;
  readonly column: string;
  /** SQL over the relation's own columns, of the column's type, that stands in its place. */
  readonly standIn: string;
  /** In one sentence. */
  readonly reason: string;
}
//# sourceMappingURL=family.d.ts.map
