/** Refused: functions that control the server or other sessions. */
import { type RefusedFamily } from '../../family.ts';
export declare const serverControlFunctions: RefusedFamily;
//# sourceMappingURL=server-control.d.ts.map
