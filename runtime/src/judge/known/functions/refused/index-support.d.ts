/** Refused: helpers of index access methods, which take structures of the server. */
import { type RefusedFamily } from '../../family.ts';
export declare const indexSupportFunctions: RefusedFamily;
//# sourceMappingURL=index-support.d.ts.map
