/** One event as one line for people at a terminal. */
import { quotedText } from './escape-text.ts';
import type { FieldValue, LogLevel } from './event.ts';
import type { LogLine } from './logger.ts';

/** SGR codes (ECMA-48). */
const COLOURS: Readonly<Record<LogLevel, number>> = { debug: 2, info: 36, warn: 33, error: 31 };

/** `12:30:00.000 info  listening host=127.0.0.1 port=6432`; what is null is left out. */
export function formatPretty({ time, level, event, fields }: LogLine, colours: boolean): string {
  const paint = (code: number, text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  const members = Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${paint(2, `${name}=`)}${prettyValue(value)}`);
  const clock = paint(2, time.toISOString().slice(11, 23));
  return `${clock} ${paint(COLOURS[level], level.padEnd(5))} ${paint(1, event)}${members.join('')}\n`;
}

function prettyValue(value: FieldValue): string {
  if (typeof value === 'string') return plainOrQuoted(value);
  if (typeof value === 'object' && value !== null) return `[${value.map(plainOrQuoted).join(', ')}]`;
  return String(value);
}

function plainOrQuoted(text: string): string {
  return /^[\w.:/@+-]{1,200}$/.test(text) ? text : quotedText(text);
}
