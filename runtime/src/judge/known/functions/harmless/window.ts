/** Harmless: row_number and its like. */
import { type HarmlessFamily, words } from '../../family.ts';

export const windowFunctions: HarmlessFamily = {
  title: 'Window functions',
  class: 'compute',
  reason: 'They compute on the rows of the query.',
  names: words(`
    cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
  `),
};
