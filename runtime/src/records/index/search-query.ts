/** Words as a query of the full-text search, all of which must be there: quoted, so that nothing in one is an operator. */
export function searchQuery(words: readonly string[]): string {
  return words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ');
}
