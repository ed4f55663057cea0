/** Harmless: upper, regexp_replace and their like, the functions behind LIKE, `~` and `||`, and those that compare texts. */
import { type HarmlessFamily } from '../../family.ts';
export declare const textFunctions: HarmlessFamily;
//# sourceMappingURL=text.d.ts.map
