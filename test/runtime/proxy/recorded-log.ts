/** A log that tests read back. */
import type { EventName } from '../../../runtime/src/log/events.ts';
import type { Log } from '../../../runtime/src/log/logger.ts';

export interface RecordedLog {
  readonly log: Log;
  /** Oldest first. */
  readonly events: readonly { readonly event: EventName; readonly fields: object }[];
  /** The names, oldest first; forgets them. */
  take(): readonly EventName[];
}

export function recordedLog(): RecordedLog {
  const events: { event: EventName; fields: object }[] = [];
  return {
    log: (event, fields) => {
      events.push({ event, fields });
    },
    events,
    take: () => events.splice(0).map(({ event }) => event),
  };
}
