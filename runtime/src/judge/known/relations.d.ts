/** Why nobody reads a system relation: the end of a sentence; null where anybody may. */
export declare function systemRelationRefusal(schema: string, name: string): string | null;
/** Columns of an open system relation that are not shown, of which a version of the server may have some only. */
export declare function hiddenSystemColumns(schema: string, name: string): readonly string[];
/** SQL over the relation's own columns that stands in place of a hidden column; null for a column that is shown. */
export declare function hiddenColumnStandIn(schema: string, name: string, column: string): string | null;
//# sourceMappingURL=relations.d.ts.map
