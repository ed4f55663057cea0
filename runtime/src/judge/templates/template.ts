/**
 * The shape of a text whose constants do not matter: `select * from t where id = 7` and `… = 8` are one. Only for texts in an alphabet in
 * which constants can be told beyond doubt as the server's scanner tells them (scan.l of PostgreSQL 13 to 18, with
 * standard_conforming_strings on); any other text has no template and goes the long way.
 */

/** Stand for a string and for a number in a key. Neither can occur in a text that has a template. */
const STRING_HOLE = '\u0001';
const NUMBER_HOLE = '\u0002';
const HOLE_LENGTH = 1;

export interface Template {
  /** The text with a hole for each constant. */
  readonly key: string;
  /** The constants as written, in order. */
  readonly constants: readonly string[];
}

/**
 * One token, or white space. Sticky: what matches none of it ends the attempt. In order: space; a word; a quoted name without quotes in it; a
 * parameter; a number without fraction or with one; a string of printable ASCII without a backslash; one character of punctuation or of an
 * operator.
 */
const TOKEN =
  /([ \t\n]+)|([A-Za-z_][A-Za-z0-9_$]*)|("[ !#-[\]-~]+")|(\$[0-9]+)|([0-9]+(?:\.[0-9]+)?)|('(?:[ -&(-[\]-~]|'')*')|([(),;*=<>+\-/%^|&~!@#?:[\].])/y;

/** What must not follow directly: it could make another token of the one before. */
const STICKS_TO_NUMBER = /[A-Za-z0-9_$.'"]/;
const STICKS_TO_WORD = /['"$]/;
const STICKS_TO_STRING = /['"A-Za-z0-9_$]/;

/** The template of a text; null where it has none, or no constant in it. */
export function templateOf(text: string): Template | null {
  const constants: string[] = [];
  let key = '';
  let from = 0;
  let afterString = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) return null;
    const [token, space, word, quoted, parameter, number, string] = match;
    const next = text[TOKEN.lastIndex] ?? '';
    if (space !== undefined) continue;
    if (string !== undefined) {
      // Two strings in a row are one where a line end stands between them. A letter or `&` before the first quote changes what it means.
      if (afterString || STICKS_TO_STRING.test(next) || text[start - 1] === '&') return null;
    } else if (number !== undefined || parameter !== undefined) {
      if (STICKS_TO_NUMBER.test(next) || text[start - 1] === '.') return null;
    } else if (word !== undefined) {
      if (STICKS_TO_WORD.test(next) || isPrefix(word, next)) return null;
    } else if (quoted !== undefined) {
      if (next === '"' || text[start - 1] === '&') return null;
    } else if (startsComment(token, next) || (token === '.' && /[0-9]/.test(next))) {
      return null;
    }
    afterString = string !== undefined;
    if (string !== undefined || number !== undefined) {
      key += text.slice(from, start) + (string === undefined ? NUMBER_HOLE : STRING_HOLE);
      from = TOKEN.lastIndex;
      constants.push(token);
    }
  }
  return constants.length === 0 ? null : { key: key + text.slice(from), constants };
}

/** `U&'…'` and `U&"…"`. */
function isPrefix(word: string, next: string): boolean {
  return next === '&' && word.toUpperCase() === 'U';
}

function startsComment(token: string, next: string): boolean {
  return (token === '-' && next === '-') || (token === '/' && next === '*');
}

/** The pieces of a key between its holes: one more than there are constants. */
export function piecesOf(key: string): readonly string[] {
  return key.replaceAll(NUMBER_HOLE, STRING_HOLE).split(STRING_HOLE);
}

/** A text again: pieces and constants in turn. */
export function fill(pieces: readonly string[], constants: readonly string[]): string {
  let text = pieces[0] ?? '';
  for (const [index, constant] of constants.entries()) text += constant + (pieces[index + 1] ?? '');
  return text;
}

/** Where an offset into a text lies in its key; the offset is at the edge of a token. */
export function offsetInKey(offset: number, template: Template): number {
  const pieces = piecesOf(template.key);
  let inText = 0;
  let inKey = 0;
  for (const [index, constant] of template.constants.entries()) {
    const piece = pieces[index]?.length ?? 0;
    if (offset <= inText + piece) break;
    inText += piece + constant.length;
    inKey += piece + HOLE_LENGTH;
  }
  return inKey + (offset - inText);
}

/** The other way round. */
export function offsetInText(offset: number, template: Template): number {
  const pieces = piecesOf(template.key);
  let inText = 0;
  let inKey = 0;
  for (const [index, constant] of template.constants.entries()) {
    const piece = pieces[index]?.length ?? 0;
    if (offset <= inKey + piece) break;
    inText += piece + constant.length;
    inKey += piece + HOLE_LENGTH;
  }
  return inText + (offset - inKey);
}
