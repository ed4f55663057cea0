/** Literals of a module. Text from policies and schemas can end neither a literal, nor a comment, nor a line. */

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

/** A list of string literals on one line. */
export function textsText(texts: readonly string[]): string {
  return `[${texts.map(stringLiteral).join(', ')}]`;
}

/** A list literal, an item a line. */
export function list(items: readonly string[]): string {
  return commentedList(items.map((text) => ({ text, comment: '' })));
}

/** A list literal whose items may have a comment behind them; an empty one is none. */
export function commentedList(items: readonly { readonly text: string; readonly comment: string }[]): string {
  if (items.length === 0) return '[]';
  const lines = items.map(
    ({ text, comment }) => `  ${indent(text)},${comment === '' ? '' : ` // ${comment}`}`,
  );
  return `[\n${lines.join('\n')}\n]`;
}

/** One step further in. No literal holds a line end, so that every line of the text is one of ours. */
export function indent(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

function escapeHidden(text: string): string {
  return text.replace(HIDDEN, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
