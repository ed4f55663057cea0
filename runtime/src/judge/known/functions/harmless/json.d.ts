/** Harmless: json, jsonb and jsonpath. */
import { type HarmlessFamily } from '../../family.ts';
export declare const jsonFunctions: HarmlessFamily;
//# sourceMappingURL=json.d.ts.map
