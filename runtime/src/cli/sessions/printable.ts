/** Makes what others wrote fit for a terminal: nothing in it drives the terminal, breaks a line or turns a direction. */

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** On one line; tabs and line breaks are escaped like the rest. */
export function printable(text: string): string {
  return text.toWellFormed().replace(UNSAFE, escaped);
}

/** Over several lines, as they were written. */
export function printableLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map((line) => printable(line.replaceAll('\t', '  ')))
    .join('\n');
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
