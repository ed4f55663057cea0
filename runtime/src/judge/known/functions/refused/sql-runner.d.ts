/** Refused: functions that run text as SQL or read a relation by its name. */
import { type RefusedFamily } from '../../family.ts';
export declare const sqlRunnerFunctions: RefusedFamily;
//# sourceMappingURL=sql-runner.d.ts.map
