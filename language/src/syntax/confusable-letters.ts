/**
 * Letters of other scripts that look like one of ASCII: with one of them a word reads as it should and is another. Source: Unicode
 * Technical Standard 39, confusables.txt, the letters of Cyrillic and Greek that common fonts draw alike.
 */
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../source/source-text.ts';

const lookalikes = new Map<string, string>([
  ...pairs('аеорсухіјѕԁһԛԝӏѵкАВЕКМНОРСТХІЈЅУԌ', 'aeopcyxijsdhqwlvkABEKMHOPCTXIJSYG'),
  ...pairs('οανριυκΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'oavpiukABEZHIKMNOPTYX'),
  ...pairs('ıɑɡ', 'iag'),
]);

function pairs(letters: string, latin: string): readonly (readonly [string, string])[] {
  return [...letters].map((letter, index) => [letter, latin.charAt(index)] as const);
}

/** The ASCII letter or digit that a character is taken for; null where it is taken for none. */
function looksLike(character: string): string | null {
  const known = lookalikes.get(character);
  if (known !== undefined) return known;
  // Full-width and mathematical letters.
  const plain = character.normalize('NFKC');
  return plain !== character && /^[A-Za-z0-9_]$/.test(plain) ? plain : null;
}

/** A text with ASCII in place of what looks like it; null where it holds another character that is not ASCII. */
export function withoutLookalikes(text: string): string | null {
  let plain = '';
  for (const character of text) {
    const ascii = /^[\0-\x7f]$/.test(character) ? character : looksLike(character);
    if (ascii === null) return null;
    plain += ascii;
  }
  return plain;
}

/** Words of a literal that read as ASCII and are not, being of two scripts: at most `limit`. */
export function findMixedWords(
  source: SourceText,
  start: number,
  image: string,
  limit: number,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (/^[\0-\x7f]*$/.test(image)) return found;
  for (const match of image.matchAll(/[\p{L}\p{N}_]+/gu)) {
    const plain = withoutLookalikes(match[0]);
    if (plain === null || plain === match[0] || !/[A-Za-z]/.test(match[0])) continue;
    found.push(confusableWord(source, start + match.index, match[0], plain));
    if (found.length >= limit) break;
  }
  return found;
}

/** What is said of a word with such letters, and the word that it looks like. */
export function confusableWord(source: SourceText, start: number, word: string, plain: string): Diagnostic {
  const span = source.span(start, start + word.length);
  const letter = [...word].find((character) => character > '\x7f') ?? '';
  const params = { word, letter, codePoint: letter.codePointAt(0) ?? 0, ascii: looksLike(letter) ?? '' };
  const fix = { title: `Write \`${plain}\` in ASCII`, edits: [{ span, newText: plain }] };
  return diagnostic('confusable-letter', span, params, { fix });
}
