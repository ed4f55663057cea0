/**
 * Which names of common table expressions can be seen from a place in a query. An unqualified name that one of them
 * carries is that expression and no relation (PostgreSQL: parse_relation.c, scanNameSpaceForCTE).
 */
export interface CteScope {
  readonly names: ReadonlySet<string>;
  readonly outer: CteScope | null;
}
export declare const NO_CTES: CteScope;
export declare function seesCte(scope: CteScope, name: string): boolean;
export declare function withCtes(outer: CteScope, names: Iterable<string>): CteScope;
//# sourceMappingURL=cte-scope.d.ts.map
