/** Harmless: points, boxes and their like. */
import { type HarmlessFamily } from '../../family.ts';
export declare const geometryFunctions: HarmlessFamily;
//# sourceMappingURL=geometry.d.ts.map
