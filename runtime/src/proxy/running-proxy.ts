/** A proxy that listens, as the program sees it: reload it, stop it politely, stop it now. */
import type { LiveSession } from '../admin/live-session.ts';
import type { ProcessState } from '../admin/process-state.ts';
import type { Log } from '../log/logger.ts';
import type { EndReason } from '../pgwire/serve.ts';
import { liveSessions } from './live-sessions.ts';
import type { Drainable } from './sessions.ts';

/** Time for the last words to reach the clients. */
const CUT_MILLISECONDS = 2000;

const SHUTDOWN: EndReason = {
  sqlstate: '57P01',
  message: 'terminating connection due to administrator command',
};

export interface RunningProxy {
  readonly host: string;
  readonly port: number;
  /** Where requests to each API are accepted. */
  readonly apis: ReadonlyMap<string, { readonly host: string; readonly port: number }>;
  /** What it lacks to serve everybody, a clause each; empty where nothing is. */
  missing(): readonly string[];
  /** Who is connected. */
  live(): readonly LiveSession[];
  /** What it serves, and by which policy. */
  state(): ProcessState;
  /** Reads bundle, credentials and catalogs again. Never rejects. */
  reload(): Promise<void>;
  /** Drains, and resolves when nothing is left. The first call counts. */
  stop(signal: string): Promise<void>;
  /** Ends a drain that is under way. */
  cut(): void;
}

export interface RunningParts {
  readonly host: string;
  readonly port: number;
  readonly apis: RunningProxy['apis'];
  readonly sessions: Drainable;
  readonly log: Log;
  readonly drainSeconds: number;
  readonly missing: () => readonly string[];
  readonly state: () => ProcessState;
  readonly reload: () => Promise<void>;
  /** Stops listening, and everything that reads anything again. */
  readonly acceptNoMore: () => void;
  /** When no session is left. */
  readonly atLast?: () => Promise<void>;
}

export function runningProxy(parts: RunningParts): RunningProxy {
  const { host, port, apis, sessions, log, drainSeconds, reload, acceptNoMore, atLast } = parts;
  const patience = Promise.withResolvers<void>();
  let stopped: Promise<void> | null = null;

  async function drain(signal: string): Promise<void> {
    log('draining', { signal, sessions: sessions.connections, seconds: drainSeconds });
    acceptNoMore();
    const timer = setTimeout(patience.resolve, drainSeconds * 1000);
    await Promise.race([sessions.drain(SHUTDOWN), patience.promise]);
    clearTimeout(timer);
    if (sessions.connections > 0) {
      log('cutting-sessions', { sessions: sessions.connections });
      const lastWords = Promise.withResolvers<void>();
      const cutTimer = setTimeout(lastWords.resolve, CUT_MILLISECONDS);
      await Promise.race([sessions.cut(SHUTDOWN), lastWords.promise]);
      clearTimeout(cutTimer);
    }
    await atLast?.();
    log('stopped', {});
  }

  return {
    host,
    port,
    apis,
    missing: () => [...(stopped === null ? [] : ['it is shutting down']), ...parts.missing()],
    live: () => liveSessions(sessions),
    state: parts.state,
    reload,
    stop: (signal) => {
      stopped ??= drain(signal);
      return stopped;
    },
    cut: patience.resolve,
  };
}
