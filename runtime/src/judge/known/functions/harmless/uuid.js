/** Harmless: uuid. */
import { words } from '../../family.js';
export const uuidFunctions = {
  title: 'UUID',
  class: 'compute',
  reason: 'They make and compare identifiers.',
  names: [
    ...words(`
      gen_random_uuid uuid_extract_timestamp uuid_extract_version uuidv4 uuidv7
    `),
    // Behind operators.
    ...words(`
      uuid_eq uuid_ge uuid_gt uuid_le uuid_lt uuid_ne
    `),
    // For sorting, grouping and hashing.
    ...words(`
      uuid_cmp uuid_hash uuid_hash_extended
    `),
  ],
};
//# sourceMappingURL=uuid.js.map
