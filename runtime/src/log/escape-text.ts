/**
 * Makes any text fit for a line of the log: bounded, and without anything that ends the line, drives a terminal or turns
 * the direction of what follows. Clients choose their user names, so this is hostile input.
 */

const MAX_CHARACTERS = 2000;

/** Control characters beyond those that JSON escapes, format characters, and line and paragraph separators. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text in double quotes, as JSON. */
export function quotedText(text: string): string {
  const bounded = text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}…`;
  return JSON.stringify(bounded.toWellFormed()).replace(UNSAFE, escaped);
}

/** By UTF-16 units, as JSON has it. */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
