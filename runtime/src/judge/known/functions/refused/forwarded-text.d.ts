/** Refused: functions that show statements as the proxy passed them on, with the masks in them. */
import { type RefusedFamily } from '../../family.ts';
export declare const forwardedTextFunctions: RefusedFamily;
//# sourceMappingURL=forwarded-text.d.ts.map
