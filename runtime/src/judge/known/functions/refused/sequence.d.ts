/** Refused: functions that read or move sequences, whose state follows the rows that others write. */
import { type RefusedFamily } from '../../family.ts';
export declare const sequenceFunctions: RefusedFamily;
//# sourceMappingURL=sequence.d.ts.map
