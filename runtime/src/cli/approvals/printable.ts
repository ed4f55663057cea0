/** Makes any text safe for a terminal: nothing in it drives the terminal, or turns the direction of what follows. */

const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Line breaks and tabs stay where `lines` says so. */
export function printable(text: string, lines: 'one line' | 'lines' = 'one line'): string {
  return text.toWellFormed().replace(UNSAFE, (character) => {
    if (lines === 'lines' && (character === '\n' || character === '\t')) return character;
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** JSON for people's terminals too: what drives one is written as an escape, which means the same. */
export function printableJson(value: unknown): string {
  const escaped = (character: string) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join('');
  return JSON.stringify(value, null, 2).replace(UNSAFE, (character) =>
    character === '\n' ? character : escaped(character),
  );
}
