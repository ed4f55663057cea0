/** Harmless: definitions of tables, views, functions and their like. */
import { type HarmlessFamily } from '../../family.ts';
export declare const catalogDefinitionFunctions: HarmlessFamily;
//# sourceMappingURL=catalog-definition.d.ts.map
