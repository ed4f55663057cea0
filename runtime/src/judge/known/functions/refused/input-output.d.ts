/** Refused: input and output functions of types. A cast does the same, so nobody needs to call them. */
import { type RefusedFamily } from '../../family.ts';
export declare const inputOutputFunctions: RefusedFamily;
//# sourceMappingURL=input-output.d.ts.map
