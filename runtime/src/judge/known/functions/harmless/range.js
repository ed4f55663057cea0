/** Harmless: ranges and multiranges. */
import { words } from '../../family.js';
export const rangeFunctions = {
  title: 'Ranges and multiranges',
  class: 'compute',
  reason: 'They compute on ranges.',
  names: [
    ...words(`
      daterange int4range int8range isempty lower_inc lower_inf multirange numrange range_merge tsrange
      tstzrange upper_inc upper_inf
    `),
    // Behind operators.
    ...words(`
      elem_contained_by_multirange elem_contained_by_range multirange_adjacent_multirange
      multirange_adjacent_range multirange_after_multirange multirange_after_range
      multirange_before_multirange multirange_before_range multirange_contained_by_multirange
      multirange_contained_by_range multirange_contains_elem multirange_contains_multirange
      multirange_contains_range multirange_eq multirange_ge multirange_gt multirange_intersect multirange_le
      multirange_lt multirange_minus multirange_ne multirange_overlaps_multirange multirange_overlaps_range
      multirange_overleft_multirange multirange_overleft_range multirange_overright_multirange
      multirange_overright_range multirange_union range_adjacent range_adjacent_multirange range_after
      range_after_multirange range_before range_before_multirange range_contained_by
      range_contained_by_multirange range_contains range_contains_elem range_contains_multirange range_eq
      range_ge range_gt range_intersect range_le range_lt range_minus range_ne range_overlaps
      range_overlaps_multirange range_overleft range_overleft_multirange range_overright
      range_overright_multirange range_union
    `),
    // For sorting, grouping and hashing.
    ...words(`
      hash_multirange hash_multirange_extended hash_range hash_range_extended multirange_cmp range_cmp
    `),
  ],
};
//# sourceMappingURL=range.js.map
