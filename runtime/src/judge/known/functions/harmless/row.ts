/** Harmless: functions of any type. */
import { type HarmlessFamily, words } from '../../family.ts';

export const rowFunctions: HarmlessFamily = {
  title: 'Rows, booleans and any type',
  class: 'compute',
  reason: 'They look at their arguments alone, and at what these say, not at how they are stored.',
  names: [
    ...words(`
      num_nonnulls num_nulls pg_collation_for pg_typeof
    `),
    // Behind operators.
    ...words(`
      booleq boolge boolgt boolle boollt boolne record_eq record_ge record_gt record_image_eq
      record_image_ge record_image_gt record_image_le record_image_lt record_image_ne record_le record_lt
      record_ne
    `),
    // For sorting, grouping and hashing.
    ...words(`
      btboolcmp btrecordcmp btrecordimagecmp hash_record hash_record_extended hashbool hashboolextended
      in_range
    `),
  ],
};
