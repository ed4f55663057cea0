/** `keep_first(n)`: the first characters, then stars. */
import { keepMask } from './keep.ts';
import { call } from './sql.ts';

export const keepFirstMask = keepMask(
  'keep_first',
  'The first characters and `****`, however long the rest is.',
  (text, kept, stars) => call('textcat', call('left', text, String(kept)), stars),
);
