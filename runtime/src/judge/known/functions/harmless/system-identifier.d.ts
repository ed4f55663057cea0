/** Harmless: oid, xid, tid and pg_lsn values. */
import { type HarmlessFamily } from '../../family.ts';
export declare const systemIdentifierFunctions: HarmlessFamily;
//# sourceMappingURL=system-identifier.d.ts.map
