/** Refused: functions by which sessions block or signal to each other. */
import { type RefusedFamily } from '../../family.ts';
export declare const signalFunctions: RefusedFamily;
//# sourceMappingURL=signal.d.ts.map
