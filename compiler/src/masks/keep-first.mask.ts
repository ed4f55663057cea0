/** `keep_first(n)`: the first characters, then stars. */

import { call } from '../sql/sql.ts';
import { keepMask } from './keep.ts';

export const keepFirstMask = keepMask(
  'keep_first',
  'The first characters and `****`, however long the rest is.',
  (text, kept, stars) => call('textcat', call('left', text, String(kept)), stars),
);
