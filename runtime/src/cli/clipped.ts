/** Texts as wide as there is room for them: counted in characters, never cut within one. */

/** Characters, as `padEnd` does not count them. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** At most `width` characters, the last of which says that there were more. */
export function clipped(text: string, width: number): string {
  return lengthOf(text) > width ? `${[...text].slice(0, width - 1).join('')}…` : text;
}
