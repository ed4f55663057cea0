/** Harmless: functions of any type. */
import { type HarmlessFamily } from '../../family.ts';
export declare const rowFunctions: HarmlessFamily;
//# sourceMappingURL=row.d.ts.map
