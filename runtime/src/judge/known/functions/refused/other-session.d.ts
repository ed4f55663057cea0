/** Refused: functions that tell what other sessions and transactions do or did. */
import { type RefusedFamily } from '../../family.ts';
export declare const otherSessionFunctions: RefusedFamily;
//# sourceMappingURL=other-session.d.ts.map
