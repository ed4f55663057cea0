/** Harmless: calendar arithmetic and the clock. */
import { type HarmlessFamily } from '../../family.ts';
export declare const dateTimeFunctions: HarmlessFamily;
//# sourceMappingURL=date-time.d.ts.map
