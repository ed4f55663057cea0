/** Refused: functions that tell where and how rows are stored, which depends on the length of stored values. */
import { type RefusedFamily } from '../../family.ts';
export declare const storageFunctions: RefusedFamily;
//# sourceMappingURL=storage.d.ts.map
