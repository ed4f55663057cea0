/** One event as one line of JSON, for programs. */
import { quotedText } from './escape-text.ts';
import type { FieldValue } from './event.ts';
import type { LogLine } from './logger.ts';

/** `{"time":…,"level":…,"event":…}` with the event's fields behind; what is null is left out. */
export function formatJson({ time, level, event, fields }: LogLine): string {
  const head = { time: time.toISOString(), level, event };
  const members = [...Object.entries(head), ...Object.entries(fields)]
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${quotedText(name)}:${jsonValue(value)}`);
  return `{${members.join(',')}}\n`;
}

function jsonValue(value: FieldValue): string {
  if (typeof value === 'string') return quotedText(value);
  if (typeof value === 'object' && value !== null) return `[${value.map(quotedText).join(',')}]`;
  return JSON.stringify(value);
}
