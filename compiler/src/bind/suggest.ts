/** What to offer for a name that leads nowhere. */
import type { Fix, Span } from '@dlpc/language';
import { nameText } from './name-text.ts';
import type { Report } from './report.ts';

export interface Suggestion {
  /** As it is written in a policy; null where nothing is near. */
  readonly nearest: string | null;
  /** For the extras of a diagnostic: empty where nothing is near. */
  readonly extras: { readonly fix?: Fix };
}

/** The name among `candidates` that `word` at `span` was probably meant to be. */
export function suggestName(
  word: string,
  candidates: Iterable<string>,
  span: Span,
  report: Report,
): Suggestion {
  const nearest = report.nearest(word, candidates);
  return suggestion(nearest === null ? null : nameText(nearest), span);
}

/** The same for candidates that are texts of a policy already, such as dotted paths. */
export function suggestText(
  word: string,
  candidates: Iterable<string>,
  span: Span,
  report: Report,
): Suggestion {
  return suggestion(report.nearest(word, candidates), span);
}

function suggestion(nearest: string | null, span: Span): Suggestion {
  if (nearest === null) return { nearest, extras: {} };
  return {
    nearest,
    extras: { fix: { title: `Write \`${nearest}\``, edits: [{ span, newText: nearest }] } },
  };
}
