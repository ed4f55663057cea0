/** How a stage hands over what it finds. */
import { type Diagnostic, nearest } from '@dlpc/language';

export interface Report {
  (diagnostic: Diagnostic): void;
  /** The name that was probably meant, where one is near. */
  readonly nearest: (word: string, candidates: Iterable<string>) => string | null;
  /** How often that is done before the answer is null. */
  readonly budget: LookupBudget;
}

/** Shared by all that a stage reports. */
export interface LookupBudget {
  left: number;
}

/**
 * How often a near name is looked for: each time costs a comparison with every name there is, and nobody reads this many
 * hints.
 */
const MOST_LOOKED_FOR = 200;

/** A report that collects into `diagnostics`. */
export function reportInto(
  diagnostics: Diagnostic[],
  budget: LookupBudget = { left: MOST_LOOKED_FOR },
): Report {
  return Object.assign((found: Diagnostic) => void diagnostics.push(found), {
    nearest: (word: string, candidates: Iterable<string>) =>
      budget.left-- > 0 ? nearest(word, candidates) : null,
    budget,
  });
}
