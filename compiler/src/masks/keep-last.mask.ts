/** `keep_last(n)`: stars, then the last characters. */

import { call } from '../sql/sql.ts';
import { keepMask } from './keep.ts';

export const keepLastMask = keepMask(
  'keep_last',
  'The last characters after `****`, however long the rest is.',
  (text, kept, stars) => call('textcat', stars, call('right', text, String(kept))),
);
