/**
 * The functions of pg_catalog that anybody may call, by family. A name stands here only where every function of that
 * name, in PostgreSQL 13 to 18, is harmless.
 */
import type { HarmlessFamily } from '../family.ts';
export declare const harmlessFamilies: readonly HarmlessFamily[];
//# sourceMappingURL=harmless-families.d.ts.map
