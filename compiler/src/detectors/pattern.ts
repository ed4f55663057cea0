/**
 * A detector's expression in the one form that everything else is made from: the automaton, PostgreSQL's spelling of it, what it can
 * be as long as. What holds: no repetition's bounds are crossed, and no set of characters is empty.
 */
import type { CharacterSet } from './character-set.ts';

/** A condition on what stands on both sides of a place. */
export type Assertion = 'word-boundary' | 'no-word-boundary' | 'text-start' | 'text-end';

export type Pattern =
  | { readonly kind: 'characters'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  /** One after the other; of none, it is the empty string. */
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  /** Any of these; at least one. */
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  /** `most` is null where there is no upper bound. */
  | { readonly kind: 'repeat'; readonly body: Pattern; readonly least: number; readonly most: number | null };

/** How many characters a match has; `most` is `Infinity` without a bound. */
export interface Lengths {
  readonly least: number;
  readonly most: number;
}

/** Bounds of the length of a match. */
export function lengthsOf(pattern: Pattern): Lengths {
  switch (pattern.kind) {
    case 'characters':
      return { least: 1, most: 1 };
    case 'assertion':
      return { least: 0, most: 0 };
    case 'sequence': {
      const parts = pattern.parts.map(lengthsOf);
      return {
        least: parts.reduce((sum, { least }) => sum + least, 0),
        most: parts.reduce((sum, { most }) => sum + most, 0),
      };
    }
    case 'choice': {
      const options = pattern.options.map(lengthsOf);
      return {
        least: Math.min(...options.map(({ least }) => least)),
        most: Math.max(...options.map(({ most }) => most)),
      };
    }
    case 'repeat': {
      const { least, most } = lengthsOf(pattern.body);
      return {
        least: least * pattern.least,
        most: most === 0 || pattern.most === 0 ? 0 : most * (pattern.most ?? Infinity),
      };
    }
  }
}
