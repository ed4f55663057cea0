/** Refused: functions that work in event triggers only. */
import { type RefusedFamily } from '../../family.ts';
export declare const eventTriggerFunctions: RefusedFamily;
//# sourceMappingURL=event-trigger.d.ts.map
