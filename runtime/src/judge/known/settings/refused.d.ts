/**
 * Reasons why settings that clients know are refused; any other setting is refused as unknown. Ends of the sentence
 * `setting "…" cannot be used through the proxy: …`.
 */
/** Why they cannot be set. By name in lower case; a setting that may be set, to other values, does not stand here. */
export declare const setRefusals: ReadonlyMap<string, string>;
//# sourceMappingURL=refused.d.ts.map
