/** Harmless: enums. */
import { words } from '../../family.js';
export const enumFunctions = {
  title: 'Enums',
  class: 'compute',
  reason: 'They compute on labels of an enum; the labels themselves are part of its definition.',
  names: [
    ...words(`
      enum_first enum_last enum_range
    `),
    // Behind operators.
    ...words(`
      enum_eq enum_ge enum_gt enum_le enum_lt enum_ne
    `),
    // For sorting, grouping and hashing.
    ...words(`
      enum_cmp hashenum hashenumextended
    `),
  ],
};
//# sourceMappingURL=enum.js.map
