/** Texts that are not read at all. */
import type { SchemaProblem } from './problem.ts';

/** Most UTF-16 units of a text. */
const MOST_TEXT = 64 * 1024 * 1024;

/** Why a text is no SQL to read; null where it may be. */
export function unreadable(path: string, text: string): SchemaProblem | null {
  if (text.length > MOST_TEXT) return problem(`\`${path}\` is longer than ${MOST_TEXT} characters`, null);
  if (text.startsWith('PGDMP'))
    return problem(`\`${path}\` is a dump in an archive format: make one with \`pg_dump --schema-only\``, 0);
  // The parser's text ends at U+0000: what stands behind it would go unseen.
  const nul = text.indexOf('\0');
  return nul === -1 ? null : problem(`\`${path}\` holds the character U+0000, which no SQL text does`, nul);
}

function problem(message: string, offset: number | null): SchemaProblem {
  return { message, offset, severity: 'error' };
}
