/** White space, line ends and comments, as PostgreSQL's scanner sees them. */

/** Whether a UTF-16 unit is white space: space, tab, line feed, vertical tab, form feed or carriage return. */
export function isBlank(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}

/** Past a comment that opens at `from`; comments nest. */
export function commentEnd(text: string, from: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}

/** Offset of the line feed that ends the line of `from`, or the end of the text. */
export function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found === -1 ? text.length : found;
}
