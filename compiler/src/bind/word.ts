/** Words that a statement gives a meaning to, such as `rows` and `hour`. */
import { type DiagnosticName, type DiagnosticParams, diagnostic, type Name } from '@dlpc/language';
import type { Report } from './report.ts';
import { suggestText } from './suggest.ts';

/** Diagnostics that say which words there are. */
export type UnknownWord = Extract<
  DiagnosticName,
  'unknown-budget-unit' | 'unknown-budget-period' | 'unknown-record-level'
>;

/** The word among `words` that `name` is; null for another, which is reported. */
export function resolveWord<W extends string>(
  name: Name,
  words: readonly W[],
  mistake: UnknownWord,
  report: Report,
): W | null {
  const found = words.find((word) => word === name.text);
  if (found !== undefined) return found;
  const { nearest, extras } = suggestText(name.text, words, name.span, report);
  const params: DiagnosticParams<UnknownWord> = { name: name.text, nearest, known: words };
  report(diagnostic(mistake, name.span, params, extras));
  return null;
}
