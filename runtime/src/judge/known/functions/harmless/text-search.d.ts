/** Harmless: tsvector and tsquery. */
import { type HarmlessFamily } from '../../family.ts';
export declare const textSearchFunctions: HarmlessFamily;
//# sourceMappingURL=text-search.d.ts.map
