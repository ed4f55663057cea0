/** An identifier in SQL text, always quoted, so that no keyword and no folding can change it. */
export declare function quoteIdentifier(name: string): string;
//# sourceMappingURL=quote.d.ts.map
