/** Pieces of generated pages. Knows Markdown, and nothing of what the pages say. */

/** Text of one line that no table and no markup can be broken by. */
export function cell(text: string): string {
  return text.replaceAll(/[\\`*_<>|[\]]/g, (mark) => `\\${mark}`).replaceAll(/\s+/g, ' ');
}

/** A statement that is longer is shown up to here. */
const SHOWN_LENGTH = 240;

/** A statement as code in a table; what no line can show is shown by its number. */
export function code(text: string): string {
  const printable = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(
      /[\p{Cc}\p{Cf}]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    );
  const shown = printable.length > SHOWN_LENGTH ? `${printable.slice(0, SHOWN_LENGTH)}…` : printable;
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown.replaceAll('|', '\\|')}${pad}${fence}`;
}

/** What GitHub makes of a heading in a link. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}
