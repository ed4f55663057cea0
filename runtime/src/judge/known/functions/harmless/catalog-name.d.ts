/** Harmless: names, comments and visibility. */
import { type HarmlessFamily } from '../../family.ts';
export declare const catalogNameFunctions: HarmlessFamily;
//# sourceMappingURL=catalog-name.d.ts.map
