/** Harmless: uuid. */
import { type HarmlessFamily } from '../../family.ts';
export declare const uuidFunctions: HarmlessFamily;
//# sourceMappingURL=uuid.d.ts.map
