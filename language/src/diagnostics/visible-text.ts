/**
 * How a stretch of source looks on a terminal: which columns a character takes, and what stands for one that must not reach
 * the terminal as it is. Knows nothing of diagnostics.
 */

const TAB_WIDTH = 4;

/** Characters that move the cursor, change colours or order, or cannot be seen; tabs and line ends included. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const combining = /\p{M}/u;
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u;

/** Text made safe for one line of a terminal: what is unprintable is written as an escape. */
export function printable(text: string): string {
  return [...text]
    .map((character) => (unprintable.test(character) ? escapeOf(character) : character))
    .join('');
}

/** What a line looks like, and the column of each of its offsets. */
export interface VisibleLine {
  readonly text: string;
  /** For each UTF-16 offset of the line, and its end, the 0-based column where it is shown. */
  readonly columns: readonly number[];
}

/** Lays a line out: tabs become spaces to the next stop, unprintable characters escapes. */
export function layOut(line: string): VisibleLine {
  const columns: number[] = [];
  let text = '';
  let column = 0;
  for (const character of line) {
    for (let unit = 0; unit < character.length; unit += 1) columns.push(column);
    const shown = character === '\t' ? ' '.repeat(TAB_WIDTH - (column % TAB_WIDTH)) : printable(character);
    text += shown;
    column += widthOf(shown);
  }
  return { text, columns: [...columns, column] };
}

function widthOf(shown: string): number {
  if (shown.length > 2) return shown.length;
  if (combining.test(shown)) return 0;
  return wide.test(shown) ? 2 : [...shown].length;
}

function escapeOf(character: string): string {
  const simple: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return simple[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
