/** Harmless: arithmetic, rounding, random numbers, and numbers as text. */
import { type HarmlessFamily } from '../../family.ts';
export declare const mathFunctions: HarmlessFamily;
//# sourceMappingURL=math.d.ts.map
