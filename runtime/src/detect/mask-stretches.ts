/**
 * What is left of a text whose stretches are masked: as the compiler's SQL leaves it where the text is stored
 * (compiler/src/detectors/match-sql.ts). Where stretches overlap, all of it is redacted, since a part of one could otherwise stand outside
 * of the other.
 */
import type { Match } from './find-matches.ts';

/** What takes the place of a stretch; empty where the mask makes nothing of it. */
export interface MaskedStretch extends Match {
  readonly masked: string;
}

/** In characters; a longer text is hidden whole. */
export const LONGEST_TEXT = 200_000;

/** A text with more stretches is hidden whole. */
const MOST_STRETCHES = 1_000;

export const HIDDEN = '[redacted]';

/** `stretches` in any order. */
export function maskStretches(text: string, stretches: readonly MaskedStretch[]): string {
  const [first, ...others] = [...stretches].sort((a, b) => a.start - b.start || b.end - a.end);
  if (first === undefined) return text;
  const joined: MaskedStretch[] = [];
  let last = first;
  for (const next of others) {
    if (next.start < last.end)
      last = { start: last.start, end: Math.max(last.end, next.end), masked: HIDDEN };
    else {
      joined.push(last);
      last = next;
    }
  }
  joined.push(last);
  if (joined.length > MOST_STRETCHES) return HIDDEN;
  let [shown, from] = ['', 0];
  for (const { start, end, masked } of joined) {
    shown += text.slice(from, start) + masked;
    from = end;
  }
  return shown + text.slice(from);
}

/** Whether a text has more than {@link LONGEST_TEXT} characters. */
export function isTooLong(text: string): boolean {
  if (text.length <= LONGEST_TEXT) return false;
  let length = 0;
  for (const _ of text) {
    length += 1;
    if (length > LONGEST_TEXT) return true;
  }
  return false;
}
