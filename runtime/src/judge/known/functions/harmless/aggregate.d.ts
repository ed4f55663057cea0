/** Harmless: count, sum and their like. */
import { type HarmlessFamily } from '../../family.ts';
export declare const aggregateFunctions: HarmlessFamily;
//# sourceMappingURL=aggregate.d.ts.map
