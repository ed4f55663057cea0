/** Harmless: int4(x), text(x) and their like. */
import { type HarmlessFamily } from '../../family.ts';
export declare const conversionFunctions: HarmlessFamily;
//# sourceMappingURL=conversion.d.ts.map
