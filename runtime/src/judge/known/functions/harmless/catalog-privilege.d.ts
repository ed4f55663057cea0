/** Harmless: privileges and access lists. */
import { type HarmlessFamily } from '../../family.ts';
export declare const catalogPrivilegeFunctions: HarmlessFamily;
//# sourceMappingURL=catalog-privilege.d.ts.map
