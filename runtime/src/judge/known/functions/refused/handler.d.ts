/** Refused: handlers and trigger functions. */
import { type RefusedFamily } from '../../family.ts';
export declare const handlerFunctions: RefusedFamily;
//# sourceMappingURL=handler.d.ts.map
