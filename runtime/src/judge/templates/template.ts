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
  /[ \t\n]+|[A-Za-z_][A-Za-z0-9_$]*|"[ !#-[\]-~]+"|\$[0-9]+|[0-9]+(?:\.[0-9]+)?|'(?:[ -&(-[\]-~]|'')*'|[(),;*=<>+\-/%^|&~!@#?:[\].]/y;

/** What a token is, by its first character: no two alternatives of {@link TOKEN} begin with the same one. */
const SPACE = 1;
const WORD = 2;
const QUOTED = 3;
const PARAMETER = 4;
const NUMBER = 5;
const STRING = 6;
const PUNCTUATION = 7;
const KIND_BY_FIRST = Uint8Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)));

function kindOf(first: string): number {
  if (/[ \t\n]/.test(first)) return SPACE;
  if (/[A-Za-z_]/.test(first)) return WORD;
  if (first === '"') return QUOTED;
  if (first === '$') return PARAMETER;
  if (/[0-9]/.test(first)) return NUMBER;
  return first === "'" ? STRING : PUNCTUATION;
}

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
  let start = 0;
  while (start < text.length) {
    TOKEN.lastIndex = start;
    // Asked for no more than its end: this runs for every statement with constants.
    if (!TOKEN.test(text)) return null;
    const end = TOKEN.lastIndex;
    const kind = KIND_BY_FIRST[text.charCodeAt(start)] ?? PUNCTUATION;
    if (kind !== SPACE) {
      if (!standsAlone(kind, text, start, end, afterString)) return null;
      afterString = kind === STRING;
      if (kind === STRING || kind === NUMBER) {
        key += text.slice(from, start) + (kind === NUMBER ? NUMBER_HOLE : STRING_HOLE);
        from = end;
        constants.push(text.slice(start, end));
      }
    }
    start = end;
  }
  return constants.length === 0 ? null : { key: key + text.slice(from), constants };
}

/** Whether the token ends where it seems to, and is what it seems to be, whatever stands around it. */
function standsAlone(kind: number, text: string, start: number, end: number, afterString: boolean): boolean {
  const before = text[start - 1];
  const next = text[end] ?? '';
  switch (kind) {
    case STRING:
      // Two strings in a row are one where a line end stands between them. A letter or `&` before the first quote changes what it means.
      return !afterString && !STICKS_TO_STRING.test(next) && before !== '&';
    case NUMBER:
    case PARAMETER:
      return !STICKS_TO_NUMBER.test(next) && before !== '.';
    case WORD:
      return !STICKS_TO_WORD.test(next) && !(next === '&' && isPrefix(text.slice(start, end)));
    case QUOTED:
      return next !== '"' && before !== '&';
    default: {
      const token = text[start];
      return !startsComment(token, next) && !(token === '.' && /[0-9]/.test(next));
    }
  }
}

/** `U&'…'` and `U&"…"`. */
function isPrefix(word: string): boolean {
  return word === 'U' || word === 'u';
}

function startsComment(token: string | undefined, next: string): boolean {
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
