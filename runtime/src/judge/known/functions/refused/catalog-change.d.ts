/** Refused: functions that change the catalog below DDL: for pg_upgrade, pg_restore and initdb. */
import { type RefusedFamily } from '../../family.ts';
export declare const catalogChangeFunctions: RefusedFamily;
//# sourceMappingURL=catalog-change.d.ts.map
