/** A log whose events are counted too, whatever its level: what is counted and what is logged cannot differ. */
import type { Metrics } from '../admin/metrics.ts';
import type { EventFields, EventName } from '../log/events.ts';
import type { Log } from '../log/logger.ts';

export function countedLog(log: Log, metrics: Metrics): Log {
  return <Name extends EventName>(event: Name, fields: EventFields<Name>): void => {
    metrics.count(event, fields);
    log(event, fields);
  };
}
