export interface TypeFamily {
  readonly title: string;
  /** In sentences. */
  readonly reason: string;
  readonly names: readonly string[];
}
/** Each of these, and an array of it. */
export declare const harmlessTypes: readonly TypeFamily[];
export declare const refusedTypes: readonly TypeFamily[];
/**
 * Whether anything may be cast to `pg_catalog.name`. Row types of catalogs are not among them: nobody needs to make
 * such a row.
 */
export declare function isHarmlessType(name: string): boolean;
//# sourceMappingURL=types.d.ts.map
