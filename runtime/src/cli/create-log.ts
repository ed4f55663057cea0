/** Makes the log that the configuration and the command line ask for, on a stream of the process. */
import type { LogConfig } from '../config/config.ts';
import { formatJson } from '../log/format-json.ts';
import { formatPretty } from '../log/format-pretty.ts';
import { createLogger, type Log } from '../log/logger.ts';

/** The two streams, and the variables that tell of colours (no-color.org). */
export interface LogSurroundings {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function createLog(config: LogConfig, surroundings: LogSurroundings): Log {
  const stream = surroundings[config.destination];
  const terminal = stream.isTTY === true;
  const { NO_COLOR, TERM } = surroundings.env;
  const colours = terminal && (NO_COLOR ?? '') === '' && TERM !== 'dumb';
  const pretty = config.format === 'pretty' || (config.format === 'auto' && terminal);
  let broken = false;
  // Whoever read the log is gone. There is no place left to say so, and no reason to end the sessions.
  stream.on('error', () => {
    broken = true;
  });
  return createLogger({
    level: config.level,
    format: pretty ? (line) => formatPretty(line, colours) : formatJson,
    write: (text) => {
      if (!broken) stream.write(text);
    },
    now: Date.now,
  });
}
