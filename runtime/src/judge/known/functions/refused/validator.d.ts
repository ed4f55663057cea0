/** Refused: functions that load or check code of the server. */
import { type RefusedFamily } from '../../family.ts';
export declare const validatorFunctions: RefusedFamily;
//# sourceMappingURL=validator.d.ts.map
