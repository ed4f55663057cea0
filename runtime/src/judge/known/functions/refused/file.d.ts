/** Refused: functions that read files and directories of the server. */
import { type RefusedFamily } from '../../family.ts';
export declare const fileFunctions: RefusedFamily;
//# sourceMappingURL=file.d.ts.map
