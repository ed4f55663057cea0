/** What a detector finds: the matches of an expression that a validator, where there is one, takes for genuine. */
import type { CompiledPattern } from './compile-pattern.ts';
import type { Validator } from './validators/validator.ts';

export interface Finder {
  readonly pattern: CompiledPattern;
  /** With one, matches are bounded in length. */
  readonly validator: Validator | null;
}
