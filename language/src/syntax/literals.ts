/** The values of string and integer tokens, and what can be wrong inside one. */
import type { IToken } from 'chevrotain';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../source/source-text.ts';
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

function isClosed(image: string): boolean {
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
