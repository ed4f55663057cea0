/** Refused: functions that do nothing but hold a connection. */
import { type RefusedFamily } from '../../family.ts';
export declare const sleepFunctions: RefusedFamily;
//# sourceMappingURL=sleep.d.ts.map
