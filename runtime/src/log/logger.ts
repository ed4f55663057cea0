/** Writes events of the catalog, from a level on, in a format, through a function. Knows no stream and no clock. */
import { type EventSpec, type FieldValue, LOG_LEVELS, type LogLevel } from './event.ts';
import { EVENTS, type EventFields, type EventName } from './events.ts';

/** One event as the formats see it. */
export interface LogLine {
  readonly time: Date;
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** How the rest of the proxy logs: `log('listening', { … })`. Never throws. */
export type Log = <Name extends EventName>(event: Name, fields: EventFields<Name>) => void;

export interface LoggerOptions {
  readonly level: LogLevel;
  /** The line with its line break. */
  readonly format: (line: LogLine) => string;
  readonly write: (text: string) => void;
  readonly now: () => number;
}

/** Makes a {@link Log} that leaves out what is less severe than `level`. */
export function createLogger(options: LoggerOptions): Log {
  const least = LOG_LEVELS.indexOf(options.level);

  function log<Name extends EventName>(event: Name, fields: EventFields<Name>): void;
  function log(event: EventName, fields: Readonly<Record<string, FieldValue>>): void {
    const spec: EventSpec = EVENTS[event];
    if (LOG_LEVELS.indexOf(spec.level) < least) return;
    // In the order of the catalog, and nothing that it does not name.
    const named = Object.keys(spec.fields).map((name) => [name, fields[name] ?? null] as const);
    const line = {
      time: new Date(options.now()),
      level: spec.level,
      event,
      fields: Object.fromEntries(named),
    };
    options.write(options.format(line));
  }

  return log;
}
