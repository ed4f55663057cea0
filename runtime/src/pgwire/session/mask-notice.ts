/** The NOTICE that tells a client, which asked for it, what it sees masked. Made of the policy and the statement alone. */
import { encodeNotice } from '../codec/error-fields.ts';
import { type MaskedColumn, NOTICES_SETTING } from '../gate.ts';

/** A statement may read many columns; a notice is read by people. */
const MOST_COLUMNS = 50;

export function maskNotice(masked: readonly MaskedColumn[]): Buffer {
  const told = masked.slice(0, MOST_COLUMNS);
  const more = masked.length > told.length ? `, and ${masked.length - told.length} more` : '';
  return encodeNotice(
    `masked: ${told.map(({ column }) => column).join(', ')}${more}`,
    told.map(({ column, how }) => `${column}: ${how}`).join('\n'),
    `SET ${NOTICES_SETTING} = off ends these notices.`,
  );
}
