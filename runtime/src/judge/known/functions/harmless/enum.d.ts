/** Harmless: enums. */
import { type HarmlessFamily } from '../../family.ts';
export declare const enumFunctions: HarmlessFamily;
//# sourceMappingURL=enum.d.ts.map
