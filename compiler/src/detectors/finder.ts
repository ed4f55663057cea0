/** What a detector finds: the matches of an expression that a validator, where there is one, takes for genuine. */
import type { DetectorEntry } from '@dlpc/runtime/abi';
import type { CompiledPattern } from './compile-pattern.ts';
import type { Validator } from './validators/validator.ts';

export interface Finder {
  readonly pattern: CompiledPattern;
  /** With one, matches are bounded in length. */
  readonly validator: Validator | null;
}

/** The same as data, for whoever looks at texts that are at hand. */
export function soughtOf({ pattern, validator }: Finder): Omit<DetectorEntry, 'text'> {
  const { automaton, lengths } = pattern;
  const most = Number.isFinite(lengths.most) ? lengths.most : null;
  return { automaton, lengths: { least: lengths.least, most }, validator: validator?.name ?? null };
}
