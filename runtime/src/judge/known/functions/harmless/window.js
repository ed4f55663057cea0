/** Harmless: row_number and its like. */
import { words } from '../../family.js';
export const windowFunctions = {
  title: 'Window functions',
  class: 'compute',
  reason: 'They compute on the rows of the query.',
  names: words(`
    cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
  `),
};
//# sourceMappingURL=window.js.map
