/** Refused: functions that work in event triggers only. */
import { words } from '../../family.js';
export const eventTriggerFunctions = {
  title: 'Event triggers',
  reason: 'it works in event triggers only',
  acts: true,
  names: words(`
    pg_event_trigger_ddl_commands pg_event_trigger_dropped_objects pg_event_trigger_table_rewrite_oid
    pg_event_trigger_table_rewrite_reason
  `),
};
//# sourceMappingURL=event-trigger.js.map
