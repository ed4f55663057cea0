/** Refused: functions that read or change a setting that is named by a value. */
import { type RefusedFamily } from '../../family.ts';
export declare const settingFunctions: RefusedFamily;
//# sourceMappingURL=setting.d.ts.map
