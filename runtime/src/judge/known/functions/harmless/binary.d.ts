/** Harmless: digests, encodings and bits. */
import { type HarmlessFamily } from '../../family.ts';
export declare const binaryFunctions: HarmlessFamily;
//# sourceMappingURL=binary.d.ts.map
