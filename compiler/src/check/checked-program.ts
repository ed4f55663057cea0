/**
 * The checked form: the bound program with its conditions typed, its masks known, and its treatments settled.
 *
 * What holds when checking reported no error: every policy has a condition, every mask call a mask, every say and every
 * fallback a treatment, every filter a condition. Until then, what is missing has been reported.
 */
import type { Program, Source } from '../bind/program.ts';
import type { Conditions } from './conditions/check-conditions.ts';
import type { SettledFilters } from './filters/settled-filters.ts';
import type { Masks } from './masks/check-masks.ts';
import type { SettledSource } from './treatments/settled.ts';

export interface CheckedProgram {
  readonly program: Program;
  readonly conditions: Conditions;
  readonly masks: Masks;
  /** Sources whose schema is known, in the order of the program. */
  readonly settled: ReadonlyMap<Source, SettledSource>;
  readonly filters: SettledFilters;
}
