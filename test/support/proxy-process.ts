/** Runs the real `dlp-proxy` as a child process, and reads its log as the events that it is made of. */
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROGRAMS } from './programs.ts';
import { watchOver } from './watchdog.ts';

const MOST_EVENTS = 100_000;

/** One line of the log. */
export interface LoggedEvent {
  readonly event: string;
  readonly level: string;
  readonly [field: string]: unknown;
}

export interface RunningProxy {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** What it logged so far, oldest first; the oldest are forgotten when there are too many. */
  readonly events: readonly LoggedEvent[];
  /** The first event called `name` at or after `from` in {@link events}; waits for it. */
  event(name: string, from?: number): Promise<LoggedEvent>;
  /** Its exit status, once it has ended for whatever reason; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends it with SIGTERM, as an operator would; gives its exit status. May be called twice. */
  stop(): Promise<number | null>;
}

/**
 * Starts it with the configuration at `configFile` and waits until it accepts connections and knows its `sources`.
 * `directory`, which holds that file, is removed if this process dies without a word.
 * Rejects soon after `signal`. `onOutput` hears every byte that it writes to its standard output and error. `within` is a command that runs
 * the one behind it, and has become it when it is there.
 */
export async function startProxy(
  configFile: string,
  directory: string,
  sources: readonly string[],
  signal?: AbortSignal,
  onOutput: (bytes: Buffer) => void = () => undefined,
  within: readonly string[] = [],
): Promise<RunningProxy> {
  const [program = '', ...args] = [
    ...within,
    ...(within.length === 0 ? [process.execPath, PROGRAMS['dlp-proxy']] : []),
    ...['--config', configFile],
  ];
  const child = spawn(program, args, {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C on the terminal is for the process that started it, which then ends the proxy in order.
    detached: true,
  });
  // Read also where nobody listens: a full pipe would hold it up.
  for (const stream of [child.stdout, child.stderr]) stream.on('data', onOutput);
  const events: LoggedEvent[] = [];
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      resolve(status);
      for (const listener of listeners) listener();
    });
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    // A demo may run for days: what is kept has a bound.
    if (lines.push(line) > 20) lines.shift();
    if (events.length > MOST_EVENTS) events.splice(0, MOST_EVENTS / 2);
    const event = parse(line);
    if (event !== null) events.push(event);
    for (const listener of listeners) listener();
  });

  signal?.addEventListener('abort', () => {
    for (const listener of listeners) listener();
  });
  const waitFor = (description: string, find: () => LoggedEvent | undefined): Promise<LoggedEvent> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        const isOver = child.exitCode !== null || child.signalCode !== null || signal?.aborted === true;
        if (found === undefined && !isOver) return;
        listeners.delete(look);
        if (found !== undefined) resolve(found);
        else if (signal?.aborted === true) reject(signal.reason);
        else reject(new Error(`dlp-proxy ended before ${description}:\n${lines.join('\n')}`));
      };
      listeners.add(look);
      look();
    });

  if (child.pid === undefined) throw new Error('dlp-proxy could not be started');
  const pidFile = join(directory, 'dlp-proxy.pid');
  writeFileSync(pidFile, `${child.pid}\n`);
  const watchdog = watchOver(child.pid, pidFile, directory, null);

  let stopping: Promise<number | null> | null = null;
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    const status = await exited;
    rmSync(pidFile, { force: true });
    await watchdog.dismiss();
    return status;
  };
  const stopOnce = (): Promise<number | null> => {
    stopping ??= stop();
    return stopping;
  };

  try {
    const listening = await waitFor('it listened', () => events.find(({ event }) => event === 'listening'));
    for (const source of sources) {
      await waitFor(`source ${source} was ready`, () =>
        events.find((entry) => entry.event === 'source-ready' && entry.source === source),
      );
    }
    return {
      host: String(listening.host),
      port: Number(listening.port),
      pid: child.pid,
      events,
      event: (name, from = 0) => waitFor(name, () => events.slice(from).find(({ event }) => event === name)),
      ended: exited,
      stop: stopOnce,
    };
  } catch (error) {
    await stopOnce();
    throw error;
  }
}

function parse(line: string): LoggedEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'event' in value ? (value as LoggedEvent) : null;
  } catch {
    // Whatever else it writes shows up in the error where it ends too early.
    return null;
  }
}
