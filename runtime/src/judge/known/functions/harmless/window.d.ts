/** Harmless: row_number and its like. */
import { type HarmlessFamily } from '../../family.ts';
export declare const windowFunctions: HarmlessFamily;
//# sourceMappingURL=window.d.ts.map
