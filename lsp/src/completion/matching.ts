/** Which candidates what has been typed could mean, the likeliest first. */
import type { Candidate } from './candidate.ts';

/** More than anybody reads; what is typed next narrows it. */
const MOST = 200;

export interface Matches {
  readonly candidates: readonly Candidate[];
  /** Whether there are more than these. */
  readonly isCut: boolean;
}

/** Those of a name once, in the order: how well the name agrees, then the tier, then as they came. */
export function matching(candidates: readonly Candidate[], typed: string): Matches {
  const seen = new Set<string>();
  const found: { candidate: Candidate; agreement: number }[] = [];
  const wanted = typed.toLowerCase();
  for (const candidate of candidates.toSorted((a, b) => (a.tier ?? 1) - (b.tier ?? 1))) {
    if (seen.has(candidate.name)) continue;
    seen.add(candidate.name);
    const agreement = agreementOf(candidate.name, typed, wanted);
    if (agreement !== null) found.push({ candidate, agreement });
  }
  const sorted = found.sort((a, b) => a.agreement - b.agreement).map(({ candidate }) => candidate);
  return { candidates: sorted.slice(0, MOST), isCut: sorted.length > MOST };
}

/** -1 for the very name, 0 for a beginning in the same letters, then one in others, a beginning of a word inside, and letters in their order; null for none. */
function agreementOf(name: string, typed: string, wanted: string): number | null {
  if (typed !== '' && name === typed) return -1;
  if (name.startsWith(typed)) return 0;
  const lower = name.toLowerCase();
  if (lower.startsWith(wanted)) return 1;
  const inside = lower.indexOf(wanted);
  if (inside > 0 && !/[a-z0-9]/.test(lower[inside - 1] ?? '')) return 2;
  if (inside > 0) return 3;
  let at = 0;
  for (const letter of wanted) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return null;
  }
  return 4;
}
