/** Refused: functions that convert to a type named by a value. A domain may call anything in its CHECK. */
import { type RefusedFamily } from '../../family.ts';
export declare const typeByNameFunctions: RefusedFamily;
//# sourceMappingURL=type-by-name.d.ts.map
