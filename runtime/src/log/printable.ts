/** Makes what others wrote fit for a terminal: nothing in it drives the terminal, breaks a line or turns a direction. */

const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** On one line; tabs and line breaks are escaped like the rest. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Over several lines, as they were written. */
export function printableLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map((line) => printable(line.replaceAll('\t', '  ')))
    .join('\n');
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
