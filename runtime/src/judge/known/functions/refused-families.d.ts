/**
 * The functions of pg_catalog that are refused, by family. Together with the harmless ones these are all of PostgreSQL
 * 13 to 18; a test compares them with real servers.
 */
import type { RefusedFamily } from '../family.ts';
export declare const refusedFamilies: readonly RefusedFamily[];
//# sourceMappingURL=refused-families.d.ts.map
