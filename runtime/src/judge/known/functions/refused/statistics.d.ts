/** Refused: functions that read statistics. Those about columns hold stored values; the others count rows and the work of other sessions. */
import { type RefusedFamily } from '../../family.ts';
export declare const statisticsFunctions: RefusedFamily;
//# sourceMappingURL=statistics.d.ts.map
