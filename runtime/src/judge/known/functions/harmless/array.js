/** Harmless: arrays, and the functions that turn them into rows. */
import { words } from '../../family.js';
export const arrayFunctions = {
  title: 'Arrays and series',
  class: 'compute',
  reason:
    'They compute on arrays, or make rows of them. A long series takes time and memory, as any query can.',
  names: [
    ...words(`
      array_dims array_fill array_length array_lower array_ndims array_position array_positions array_remove
      array_replace array_reverse array_sample array_shuffle array_sort array_upper cardinality
      generate_series generate_subscripts trim_array unnest
    `),
    // Behind operators.
    ...words(`
      array_append array_cat array_eq array_ge array_gt array_le array_lt array_ne array_prepend
      arraycontained arraycontains arrayoverlap oidvectoreq oidvectorge oidvectorgt oidvectorle oidvectorlt
      oidvectorne
    `),
    // For sorting, grouping and hashing.
    ...words(`
      btarraycmp btoidvectorcmp hash_array hash_array_extended hashoidvector hashoidvectorextended
    `),
  ],
};
//# sourceMappingURL=array.js.map
