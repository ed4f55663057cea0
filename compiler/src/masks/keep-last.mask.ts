/** `keep_last(n)`: stars, then the last characters. */
import { keepMask } from './keep.ts';
import { call } from './sql.ts';

export const keepLastMask = keepMask(
  'keep_last',
  'The last characters after `****`, however long the rest is.',
  (text, kept, stars) => call('textcat', stars, call('right', text, String(kept))),
);
