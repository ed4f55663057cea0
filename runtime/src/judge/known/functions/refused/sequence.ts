/**
 * Refused: functions that read or move sequences, whose state follows the rows that others write. The four that statements use pass where their
 * sequence is known: see facts/sequences.ts.
 */
import { type RefusedFamily, words } from '../../family.ts';

export const sequenceFunctions: RefusedFamily = {
  title: 'Sequences',
  reason: 'it reads or moves a sequence',
  acts: true,
  names: words(`
    currval lastval nextval pg_get_sequence_data pg_sequence_last_value setval
  `),
};
