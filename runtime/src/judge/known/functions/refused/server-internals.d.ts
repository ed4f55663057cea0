/** Refused: functions that tell of the insides of the server: configuration files, control data, memory. */
import { type RefusedFamily } from '../../family.ts';
export declare const serverInternalsFunctions: RefusedFamily;
//# sourceMappingURL=server-internals.d.ts.map
