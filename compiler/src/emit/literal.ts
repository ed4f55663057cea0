/** Text from policies and schemas as it may stand in a module: nothing in it can end a literal, a comment or a line. */

/** Characters that would end a line, or that a reader could not see: controls, directions, joiners. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A string literal. */
export function stringLiteral(text: string): string {
  return escapeHidden(JSON.stringify(text));
}

/** `null` or a string literal. */
export function nullableLiteral(text: string | null): string {
  return text === null ? 'null' : stringLiteral(text);
}

/** Text for a comment of one line. */
export function commentText(text: string): string {
  // A lone surrogate is no text; JSON shows it by its number.
  return escapeHidden(JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"'));
}

function escapeHidden(text: string): string {
  return text.replace(HIDDEN, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
