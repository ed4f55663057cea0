/** Harmless: arrays, and the functions that turn them into rows. */
import { type HarmlessFamily } from '../../family.ts';
export declare const arrayFunctions: HarmlessFamily;
//# sourceMappingURL=array.d.ts.map
