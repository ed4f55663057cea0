/** An identifier in SQL text, always quoted, so that no keyword and no folding can change it. */
export function quoteIdentifier(name) {
  return `"${name.replaceAll('"', '""')}"`;
}
//# sourceMappingURL=quote.js.map
