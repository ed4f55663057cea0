/**
 * The process that starts the workers: it holds the port, hands connections out in turn, starts a worker again that died, passes signals
 * and requests to cancel on. It serves no client itself and holds no secret longer than its environment does.
 */
import cluster, { type Worker } from 'node:cluster';
import type { ApprovalService } from '../approvals/approval-service.ts';
import type { Log } from '../log/logger.ts';
import { workerOf } from '../pgwire/cancel-registry.ts';
import { readToPrimary, type ToWorker } from './messages.ts';
import { RestartDelay } from './restart-delay.ts';
import { sendTo } from './send-to.ts';
import { WorkerHolds } from './worker-holds.ts';
import type { WorkerStatus } from './worker-status.ts';

/** Names a worker to itself, from 1 on. */
export const WORKER_VARIABLE = 'DLP_PROXY_WORKER';

interface Running {
  readonly worker: Worker;
  readonly startedAt: number;
  listening: boolean;
  /** What it holds for approval; null where nobody can be asked. */
  readonly holds: WorkerHolds | null;
}

export interface PrimaryParts {
  readonly count: number;
  readonly log: Log;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** Tells a function each signal that ends the process. */
  readonly signals: { listen(onSignal: (signal: string) => void): void };
  /** Set in the environment of each worker. */
  readonly environment: Readonly<Record<string, string>>;
  /** The desk; null where nobody can be asked. */
  readonly approvals: ApprovalService | null;
  readonly status: WorkerStatus;
  /** What a worker has counted since it told the last time; null when it has ended. */
  readonly onCounts: (worker: number, counts: Readonly<Record<string, number>> | null) => void;
}

/**
 * Runs `count` workers until a signal ends them. Resolves to the exit status: that of a worker that ended before all of them listened
 * for the first time, since what kept that one from starting keeps all others too; else 0.
 */
export function runPrimary(parts: PrimaryParts): Promise<number> {
  const { count, log, clock, signals, approvals, status: workerStatus } = parts;
  cluster.schedulingPolicy = cluster.SCHED_RR;
  const { promise, resolve } = Promise.withResolvers<number>();
  const running = new Map<number, Running>();
  const delays = new Map<number, RestartDelay>();
  const restarts = new Map<number, NodeJS.Timeout>();
  let started = false;
  let stopping: ToWorker | null = null;
  let status = 0;

  function start(index: number): void {
    restarts.delete(index);
    const worker = cluster.fork({ ...parts.environment, [WORKER_VARIABLE]: String(index) });
    const holds = approvals === null ? null : new WorkerHolds(approvals, (message) => tell(index, message));
    const entry: Running = { worker, startedAt: clock(), listening: false, holds };
    running.set(index, entry);
    worker.on('message', (value) => {
      const message = readToPrimary(value);
      switch (message?.kind) {
        case 'listening':
          entry.listening = true;
          started ||= [...running.values()].filter(({ listening }) => listening).length === count;
          // What was said while it started, it has not heard.
          if (stopping !== null) tell(index, stopping);
          break;
        case 'cancel':
          // Whoever asks is answered by nobody, as the protocol has it.
          tell(workerOf(message.processId), message);
          break;
        case 'status':
          workerStatus.told(index, message);
          parts.onCounts(index, message.counts);
          break;
        case 'hold':
        case 'withdraw':
        case 'used':
          holds?.heard(message);
          break;
      }
    });
    worker.on('exit', (code, signal) => ended(index, entry, code, signal));
  }

  function ended(index: number, entry: Running, code: number | null, signal: string | null): void {
    const { startedAt } = entry;
    running.delete(index);
    workerStatus.ended(index);
    parts.onCounts(index, null);
    entry.holds?.end();
    if (stopping === null) {
      log('worker-ended', { worker: index, status: code, signal });
      if (!started) {
        // Who ends all processes of a service reaches some before they can hear it.
        const isTold = signal === 'SIGTERM' || signal === 'SIGINT';
        if (!isTold) status = code === 0 || code === null ? 1 : code;
        stop(isTold ? signal : 'a worker could not start');
      } else {
        const delay = delays.get(index) ?? new RestartDelay();
        delays.set(index, delay);
        restarts.set(
          index,
          setTimeout(() => start(index), delay.after(clock() - startedAt)),
        );
      }
    }
    if (stopping !== null && running.size === 0) resolve(status);
  }

  function tell(index: number, message: ToWorker): void {
    const worker = running.get(index)?.worker;
    if (worker !== undefined) sendTo(worker.process, message);
  }

  function tellAll(message: ToWorker): void {
    for (const index of running.keys()) tell(index, message);
  }

  function stop(signal: string): void {
    stopping = { kind: 'stop', signal };
    for (const timer of restarts.values()) clearTimeout(timer);
    tellAll(stopping);
    if (running.size === 0) resolve(status);
  }

  process.on('SIGHUP', () => tellAll({ kind: 'reload' }));
  for (let index = 1; index <= count; index += 1) start(index);
  signals.listen(stop);
  return promise;
}
