/** Harmless: ranges and multiranges. */
import { type HarmlessFamily } from '../../family.ts';
export declare const rangeFunctions: HarmlessFamily;
//# sourceMappingURL=range.d.ts.map
