/** Refused: helpers of planner and sorting, which take structures of the server. */
import { type RefusedFamily } from '../../family.ts';
export declare const plannerFunctions: RefusedFamily;
//# sourceMappingURL=planner.d.ts.map
