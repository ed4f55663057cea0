/**
 * Finds characters that change what a reader sees without being seen: controls, bidirectional overrides, zero-width
 * joiners, tags, lone surrogates. A review of a policy is worth nothing where one of these may stand, comments and
 * strings included (CVE-2021-42574, "Trojan Source").
 */
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../source/source-text.ts';

const hidden = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
// Spaces that are no space to the language: harmless in a comment, misleading in a string.
const strangeSpace = /(?! )\p{Zs}/gu;

/** One diagnostic for each hidden character, at most `limit`; a byte-order mark may begin the text. */
export function findHiddenCharacters(source: SourceText, limit: number): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const match of source.text.matchAll(hidden)) {
    if (match.index === 0 && match[0] === '\uFEFF') continue;
    found.push(hiddenCharacter(source, match.index, match[0]));
    if (found.length >= limit) break;
  }
  return found;
}

/** The same for spaces other than U+0020 in one string literal. */
export function findStrangeSpaces(source: SourceText, start: number, image: string): Diagnostic[] {
  return [...image.matchAll(strangeSpace)].map((match) =>
    hiddenCharacter(source, start + match.index, match[0]),
  );
}

function hiddenCharacter(source: SourceText, start: number, text: string): Diagnostic {
  const span = source.span(start, start + text.length);
  return diagnostic(
    'hidden-character',
    span,
    { codePoint: text.codePointAt(0) ?? 0 },
    {
      fix: { title: 'Remove the invisible character', edits: [{ span, newText: '' }] },
    },
  );
}
