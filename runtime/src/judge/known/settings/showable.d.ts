/** In lower case: PostgreSQL does not tell cases apart in names of settings. */
export declare const showableSettings: readonly string[];
//# sourceMappingURL=showable.d.ts.map
