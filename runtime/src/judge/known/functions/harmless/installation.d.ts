/** Harmless: extensions, encodings, key words and time zones. */
import { type HarmlessFamily } from '../../family.ts';
export declare const installationFunctions: HarmlessFamily;
//# sourceMappingURL=installation.d.ts.map
