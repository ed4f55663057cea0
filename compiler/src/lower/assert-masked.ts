/**
 * The last look at what a compiled policy shows: a labelled value is seen as it is through a `reveal` alone. That it is so must follow
 * from all checks before, so that anything else is a bug of the compiler, and nothing is compiled.
 */
import type { FieldTreatment, Treatment } from '@dlpc/runtime/abi';
import type { TreatmentStatement } from '../bind/program.ts';

/** @param statement what gives the treatment; null for what holds where no policy speaks */
export function assertMasked(
  what: string,
  treatment: Treatment | FieldTreatment,
  statement: TreatmentStatement | null,
): void {
  const shown = 'sql' in treatment ? treatment.sql === null : treatment.mask === null;
  if (shown && statement?.node.kind !== 'RevealStatement')
    throw new Error(`${what} would be shown without a \`reveal\`: a bug of the compiler`);
}
