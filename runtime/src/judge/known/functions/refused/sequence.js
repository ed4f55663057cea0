/** Refused: functions that read or move sequences, whose state follows the rows that others write. */
import { words } from '../../family.js';
export const sequenceFunctions = {
  title: 'Sequences',
  reason: 'it reads or moves a sequence',
  acts: true,
  names: words(`
    currval lastval nextval pg_get_sequence_data pg_sequence_last_value setval
  `),
};
//# sourceMappingURL=sequence.js.map
