/** Refused: conversions between encodings, over raw memory. */
import { type RefusedFamily } from '../../family.ts';
export declare const encodingConversionFunctions: RefusedFamily;
//# sourceMappingURL=encoding-conversion.d.ts.map
