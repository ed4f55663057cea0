/** `redact`: nothing of the value, and a reader can tell that something was hidden. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import { cast, quoteLiteral } from '../sql/sql.ts';
import type { MaskDefinition } from './mask.ts';

const REDACTED = '[redacted]';

export const redactMask: MaskDefinition = {
  name: 'redact',
  params: [],
  rank: REVEAL_RANK.nothing,
  doc: 'The text `[redacted]`, cut to the length of the column, whatever the value is, NULL too; NULL for a type that is no text. Fits every type.',
  accepts: () => true,
  fits: () => true,
  treatment: (_column, type) => ({
    text: 'redact',
    rank: REVEAL_RANK.nothing,
    sql: cast(
      type.family === 'text' ? quoteLiteral(REDACTED.slice(0, type.maxLength ?? REDACTED.length)) : 'NULL',
      type.base,
    ),
    keyed: false,
    lookup: false,
  }),
};
