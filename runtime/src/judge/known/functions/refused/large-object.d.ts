/** Refused: functions of large objects, which hold stored values and are no columns of a relation. */
import { type RefusedFamily } from '../../family.ts';
export declare const largeObjectFunctions: RefusedFamily;
//# sourceMappingURL=large-object.d.ts.map
