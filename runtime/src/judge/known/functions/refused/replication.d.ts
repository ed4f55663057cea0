/** Refused: functions of replication, which carries stored values. */
import { type RefusedFamily } from '../../family.ts';
export declare const replicationFunctions: RefusedFamily;
//# sourceMappingURL=replication.d.ts.map
