/** Refused: functions of the write-ahead log. Its position moves with the length of stored values. */
import { type RefusedFamily } from '../../family.ts';
export declare const writeAheadLogFunctions: RefusedFamily;
//# sourceMappingURL=write-ahead-log.d.ts.map
