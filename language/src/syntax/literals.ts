/** The values of literal tokens, and what can be wrong inside one. */
import type { IToken } from 'chevrotain';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { limits } from '../limits.ts';
import type { SourceText, Span } from '../source/source-text.ts';
import type { SqlTextMistake } from './sql-text.ts';
import { MalformedNumber, SingleQuotedString } from './tokens.ts';

const escapes = /\\(?:u\{([0-9A-Fa-f]{1,6})\}|u\{[^}"']{0,8}\}?|.|$)/gs;
const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\\"', '"'],
  ['\\\\', '\\'],
  ['\\n', '\n'],
  ['\\t', '\t'],
]);

/** The content of a string token, escapes resolved; a broken escape stands for nothing, being reported already. */
export function stringValue(token: IToken): string {
  return contentOf(token.image).replace(escapes, (text, hex?: string) => escapeValue(text, hex) ?? '');
}

/** How a string is written: the inverse of `stringValue`. */
export function quote(value: string): string {
  const escaped = value.replace(
    /["\\\n\t]|[^ \P{C}]|\p{Default_Ignorable_Code_Point}|(?! )\p{Z}/gu,
    (character) => {
      for (const [written, meant] of simpleEscapes) if (meant === character) return written;
      return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
    },
  );
  return `"${escaped}"`;
}

/** What is wrong with a string token. */
export function checkString(source: SourceText, token: IToken): Diagnostic[] {
  const found: Diagnostic[] = [];
  const start = token.startOffset;
  const whole = source.span(start, start + token.image.length);
  if (!isClosed(token.image)) {
    found.push(diagnostic('unterminated-string', whole, { quote: token.image.slice(0, 1) }));
  } else if (token.tokenType === SingleQuotedString) {
    const newText = quote(stringValue(token));
    const fix = { title: 'Put the string in double quotes', edits: [{ span: whole, newText }] };
    found.push(diagnostic('single-quoted-string', whole, {}, { fix }));
  }
  for (const match of contentOf(token.image).matchAll(escapes)) {
    if (escapeValue(match[0], match[1]) !== null) continue;
    const at = start + 1 + match.index;
    // A backslash before the line's end belongs to the missing quote.
    if (match[0] === '\\') continue;
    found.push(diagnostic('invalid-escape', source.span(at, at + match[0].length), { text: match[0] }));
  }
  return found;
}

/** The value of an integer token. */
export function integerValue(token: IToken): number {
  return Number(token.image.replaceAll('_', ''));
}

/** What is wrong with an integer token. */
export function checkInteger(source: SourceText, token: IToken): Diagnostic[] {
  const span = source.span(token.startOffset, token.startOffset + token.image.length);
  const text = token.image.length > 40 ? `${token.image.slice(0, 40)}…` : token.image;
  if (token.tokenType === MalformedNumber) return [diagnostic('malformed-number', span, { text })];
  return Number.isSafeInteger(integerValue(token)) ? [] : [diagnostic('number-too-large', span, { text })];
}

/** A duration token without zeros before its number. */
export function durationText(token: IToken): string {
  return `${Number(token.image.slice(0, -1))}${token.image.slice(-1)}`;
}

/** What is wrong with a duration token. */
export function checkDuration(source: SourceText, token: IToken): Diagnostic[] {
  if (Number.isSafeInteger(Number(token.image.slice(0, -1)))) return [];
  return [diagnostic('number-too-large', spanOf(source, token), { text: token.image })];
}

/** The moment of an instant token in milliseconds since 1970; null where it is none. */
export function instantValue(token: IToken): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/.test(token.image)) return null;
  const value = Date.parse(token.image);
  // Date.parse carries the 30th of February over, and takes hour 24.
  if (Number.isNaN(value) || !new Date(value).toISOString().startsWith(token.image.slice(0, 16))) return null;
  return value;
}

/** What is wrong with an instant token. */
export function checkInstant(source: SourceText, token: IToken): Diagnostic[] {
  if (instantValue(token) !== null) return [];
  return [diagnostic('malformed-instant', spanOf(source, token), { text: token.image })];
}

/** What stands between the slashes of a regular expression. */
export function regexPattern(token: IToken): string {
  return isClosed(token.image) ? token.image.slice(1, -1) : token.image.slice(1);
}

/** What is wrong with the token of a SQL condition, apart from the SQL. */
export function checkSql(source: SourceText, token: IToken): Diagnostic[] {
  const mistake = (token.payload ?? null) as SqlTextMistake | null;
  if (mistake !== null) {
    const opener = mistake.kind === 'bracket' ? source.text.charAt(mistake.at) : mistake.opener;
    const span = source.span(mistake.at, mistake.at + (opener === "E'" ? 1 : opener.length));
    return [diagnostic('unclosed-sql', span, { opener })];
  }
  if (token.image.length <= limits.sqlText) return [];
  return [diagnostic('sql-too-long', spanOf(source, token), { limit: limits.sqlText })];
}

function spanOf(source: SourceText, token: IToken): Span {
  return source.span(token.startOffset, token.startOffset + token.image.length);
}

/** Whether the quote or slash that begins a token ends it too. */
export function isClosed(image: string): boolean {
  if (image.length < 2 || image.at(-1) !== image[0]) return false;
  let backslashes = 0;
  while (image[image.length - 2 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 0;
}

function contentOf(image: string): string {
  return isClosed(image) ? image.slice(1, -1) : image.slice(1);
}

function escapeValue(text: string, hex: string | undefined): string | null {
  if (hex === undefined) return simpleEscapes.get(text) ?? null;
  const codePoint = Number.parseInt(hex, 16);
  const isCharacter = codePoint > 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
  return isCharacter ? String.fromCodePoint(codePoint) : null;
}
