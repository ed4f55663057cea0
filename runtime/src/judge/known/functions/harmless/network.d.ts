/** Harmless: inet, cidr and macaddr. */
import { type HarmlessFamily } from '../../family.ts';
export declare const networkFunctions: HarmlessFamily;
//# sourceMappingURL=network.d.ts.map
