/** What to offer for a name that leads nowhere. */
import { type Fix, nearest as nearestOf, type Span } from '@dlpc/language';
import { nameText } from './name-text.ts';

export interface Suggestion {
  /** As it is written in a policy; null where nothing is near. */
  readonly nearest: string | null;
  /** For the extras of a diagnostic: empty where nothing is near. */
  readonly extras: { readonly fix?: Fix };
}

/** The name among `candidates` that `word` at `span` was probably meant to be. */
export function suggestName(word: string, candidates: Iterable<string>, span: Span): Suggestion {
  const nearest = nearestOf(word, candidates);
  return suggestion(nearest === null ? null : nameText(nearest), span);
}

/** The same for candidates that are texts of a policy already, such as dotted paths. */
export function suggestText(word: string, candidates: Iterable<string>, span: Span): Suggestion {
  return suggestion(nearestOf(word, candidates), span);
}

function suggestion(nearest: string | null, span: Span): Suggestion {
  if (nearest === null) return { nearest, extras: {} };
  return {
    nearest,
    extras: { fix: { title: `Write \`${nearest}\``, edits: [{ span, newText: nearest }] } },
  };
}
