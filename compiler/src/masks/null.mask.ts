/** `null`: nothing of the value, not even whether there is one. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import { cast } from '../sql/sql.ts';
import type { MaskDefinition } from './mask.ts';

export const nullMask: MaskDefinition = {
  name: 'null',
  params: [],
  rank: REVEAL_RANK.nothing,
  doc: 'NULL, whatever the value is, also in a column that is NOT NULL; fits every type.',
  accepts: () => true,
  fits: () => true,
  treatment: (_column, type) => ({
    text: 'null',
    rank: REVEAL_RANK.nothing,
    sql: cast('NULL', type.base),
    keyed: false,
    lookup: false,
  }),
};
