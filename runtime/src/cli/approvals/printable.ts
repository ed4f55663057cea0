/** Makes any text safe for a terminal: nothing in it drives the terminal, or turns the direction of what follows. */

const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Line breaks and tabs stay where `lines` says so. */
export function printable(text: string, lines: 'one line' | 'lines' = 'one line'): string {
  return text.toWellFormed().replace(UNSAFE, (character) => {
    if (lines === 'lines' && (character === '\n' || character === '\t')) return character;
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
