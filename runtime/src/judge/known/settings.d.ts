/**
 * Why a client may not see a setting: the end of a sentence; null where it may. `SHOW ALL` has the name `all` in a
 * parse tree.
 */
export declare function settingShowRefusal(name: string): string | null;
/**
 * Why a client may not give a setting these values, which stand between commas: the end of a sentence; null where it
 * may. `values` is null for DEFAULT and RESET, which lead back to what the session began with.
 */
export declare function settingSetRefusal(name: string, values: readonly string[] | null): string | null;
//# sourceMappingURL=settings.d.ts.map
