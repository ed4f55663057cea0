/** Harmless: who and where the session is. */
import { type HarmlessFamily } from '../../family.ts';
export declare const sessionFunctions: HarmlessFamily;
//# sourceMappingURL=session.d.ts.map
