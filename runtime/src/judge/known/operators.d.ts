/** The names, for the test that compares them with real servers. */
export declare const knownOperators: readonly string[];
/** Whether an operator of this name, in pg_catalog, may not be used. */
export declare function isRefusedOperator(name: string): boolean;
//# sourceMappingURL=operators.d.ts.map
