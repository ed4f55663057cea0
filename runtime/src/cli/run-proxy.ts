/** `dlp-proxy --config FILE`, with or without `--check`: from the configuration to the exit status. */
import { Metrics } from '../admin/metrics.ts';
import { COUNTS_VARIABLE, countsDirectory, workerBudgets } from '../budgets/worker-budgets.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load-config.ts';
import { pathText, problemText } from '../json-file/problem.ts';
import { readFile } from '../json-file/read-file.ts';
import type { Log } from '../log/logger.ts';
import { CancelRegistry } from '../pgwire/cancel-registry.ts';
import { checkProxy } from '../proxy/check-proxy.ts';
import { countedLog } from '../proxy/counted-log.ts';
import { logInternalError } from '../proxy/internal-error.ts';
import { realParts } from '../proxy/parts.ts';
import type { RunningProxy } from '../proxy/running-proxy.ts';
import { startOffice } from '../proxy/start-office.ts';
import { startProxy } from '../proxy/start-proxy.ts';
import { tellWebhook } from '../proxy/tell-webhook.ts';
import { startTracing } from '../proxy/tracing/start-tracing.ts';
import { type DirectoryLock, lockDirectory } from '../records/journal/directory-lock.ts';
import { runPrimary, WORKER_VARIABLE } from '../workers/primary.ts';
import { workerLink } from '../workers/worker-link.ts';
import { WorkerStatus } from '../workers/worker-status.ts';
import type { Command } from './arguments.ts';
import { createLog } from './create-log.ts';
import { EndSignals } from './end-signals.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { runCommand } from './run-command.ts';
import { version } from './version.ts';

/** Between two reports of a worker to the primary. */
const STATUS_MILLISECONDS = 1_000;

type RunCommand = Extract<Command, { kind: 'run' | 'check' }>;

/** Runs until it is told to stop. */
export async function runProxy(command: RunCommand): Promise<ExitCode> {
  const loading = await loadConfig(command.config, {
    ...{ readFile, runCommand, env: process.env, now: Date.now },
  });
  if (!loading.ok) {
    say(loading.problems.map((problem) => problemText(command.config, problem)));
    return EXIT.givenWrong;
  }
  const config = withOverrides(loading.config, command);
  if (command.kind === 'check') {
    say(loading.warnings.map((problem) => problemText(command.config, problem)));
    return check(config);
  }
  const log = createLog(config.log, process);
  reportBugs(log);
  const worker = workerIndex(process.env[WORKER_VARIABLE]);
  if (worker !== null) return runWorker(config, log, worker);
  const signals = new EndSignals();
  log('starting', { version: version(), config: config.file, pid: process.pid });
  for (const { path, message } of loading.warnings) {
    log('config-warning', { file: config.file, path: pathText(path), message });
  }
  const lock = lockRecords(config);
  if (typeof lock === 'string') return startFailed({ what: 'world', reasons: [lock] });
  try {
    return await (config.workers === 1 ? run(config, log, signals) : runSeveral(config, log, signals));
  } finally {
    lock?.release();
  }
}

/** Null where there are no records to keep; a sentence where another proxy keeps its own there. */
function lockRecords({ records }: Config): DirectoryLock | string | null {
  if (records === null) return null;
  const lock = lockDirectory(records.directory);
  return typeof lock === 'string' ? `records cannot be kept in ${records.directory}: ${lock}` : lock;
}

/** The process that starts the others, and has the office. */
async function runSeveral(config: Config, plainLog: Log, signals: EndSignals): Promise<ExitCode> {
  const metrics = new Metrics();
  const { log, onApproval } = tellWebhook(config, countedLog(plainLog, metrics), fetch);
  const status = new WorkerStatus(config.workers);
  const clock = () => performance.now();
  const opening = await startOffice(config, {
    ...{ log, readFile, clock, metrics, onApproval },
    fetch: (url, options) => fetch(url, options),
    now: Date.now,
    pollMilliseconds: 500,
    missing: () => status.missing(),
    live: () => status.live(),
    states: () => status.states(),
    version: version(),
  });
  if (!opening.ok) return startFailed(opening);
  const { office } = opening;
  const counts = countsDirectory();
  const ended = await runPrimary({
    ...{ count: config.workers, log, clock, signals, status, approvals: office.service },
    environment: { [COUNTS_VARIABLE]: counts.file },
    onCounts: (worker, counted) => metrics.add(worker, counted),
  });
  counts.remove();
  await office.close();
  return ended === EXIT.fine || ended === EXIT.givenWrong ? ended : EXIT.failed;
}

async function run(config: Config, plainLog: Log, signals: EndSignals): Promise<ExitCode> {
  let running: RunningProxy | null = null;
  // From the start on: a signal that nobody waits for ends the process.
  process.on('SIGHUP', () => void running?.reload());
  const metrics = new Metrics();
  const { log, onApproval } = tellWebhook(config, countedLog(plainLog, metrics), fetch);
  const parts = await realParts(log);
  const missing = () => running?.missing() ?? ['the proxy is starting'];
  const live = () => running?.live() ?? [];
  const states = () => (running === null ? [] : [running.state()]);
  const opening = await startOffice(config, {
    ...{ ...parts, metrics, missing, live, states, onApproval, version: version() },
  });
  if (!opening.ok) return startFailed(opening);
  const { office } = opening;
  const tracing = startTracing(config.traces, { ...parts, fetch }, { version: version(), worker: 1 });
  const tracer = tracing?.tracer ?? null;
  const start = await startProxy(config, { ...parts, tracer, approvals: office.service });
  if (!start.ok) {
    await office.close();
    return startFailed(start);
  }
  running = start.proxy;
  await signals.untilStopped(start.proxy);
  await tracing?.close();
  await office.close();
  return EXIT.fine;
}

function startFailed({
  what,
  reasons,
}: {
  readonly what: 'given' | 'world';
  readonly reasons: readonly string[];
}): ExitCode {
  say(reasons);
  return what === 'given' ? EXIT.givenWrong : EXIT.failed;
}

/** One of several processes on one port: its sessions are its own, all else comes from the primary. */
async function runWorker(config: Config, plainLog: Log, index: number): Promise<ExitCode> {
  const metrics = new Metrics();
  const { log } = tellWebhook(config, countedLog(plainLog, metrics), fetch);
  const link = workerLink(index);
  const cancels = new CancelRegistry({ worker: index, cancelElsewhere: link.cancelElsewhere });
  const budgets = workerBudgets(process.env[COUNTS_VARIABLE] ?? '', config.workers, (error) =>
    logInternalError(log, 'counting what budgets are spent', error),
  );
  const parts = await realParts(log, cancels, index);
  const tracing = startTracing(config.traces, { ...parts, fetch }, { version: version(), worker: index });
  const share = (all: number) => Math.max(1, Math.floor(all / config.workers));
  const start = await startProxy(
    {
      ...config,
      limits: {
        ...config.limits,
        maxSessions: share(config.limits.maxSessions),
        maxRequests: share(config.limits.maxRequests),
        maxConnections: share(config.limits.maxConnections),
        maxConnectionsPerAddress: share(config.limits.maxConnectionsPerAddress),
      },
    },
    {
      ...parts,
      tracer: tracing?.tracer ?? null,
      makeBudgets: budgets.of,
      approvals: config.approvals === null ? null : link.approvals,
    },
  );
  if (!start.ok) return startFailed(start);
  const { proxy } = start;
  const told = new Map<string, number>();
  const tellStatus = () => {
    link.status(metrics.since(told), {
      ...{ missing: proxy.missing(), live: proxy.live(), state: proxy.state() },
    });
    budgets.rest(Date.now());
  };
  const telling = setInterval(tellStatus, STATUS_MILLISECONDS);
  const stopped = Promise.withResolvers<void>();
  let isStopping = false;
  link.steer(
    {
      stop: (signal) => {
        if (isStopping) return proxy.cut();
        isStopping = true;
        void proxy.stop(signal).then(stopped.resolve);
      },
      reload: () => void proxy.reload(),
    },
    cancels,
  );
  link.listening();
  tellStatus();
  await stopped.promise;
  clearInterval(telling);
  await tracing?.close();
  tellStatus();
  return EXIT.fine;
}

/** Null in a process that no primary started, whatever its environment says. */
function workerIndex(variable: string | undefined): number | null {
  if (process.connected !== true) return null;
  return variable !== undefined && /^[1-9]\d{0,2}$/.test(variable) ? Number(variable) : null;
}

async function check(config: Config): Promise<ExitCode> {
  const silent: Log = () => undefined;
  const result = await checkProxy(config, await realParts(silent));
  say(result.findings);
  if (result.ok) {
    process.stdout.write(`${config.file}: the proxy can start\n`);
    return EXIT.fine;
  }
  return result.what === 'given' ? EXIT.givenWrong : EXIT.failed;
}

function withOverrides(config: Config, { logFormat, logLevel }: RunCommand): Config {
  const { format, level, destination } = config.log;
  return { ...config, log: { format: logFormat ?? format, level: logLevel ?? level, destination } };
}

/** For people: what is wrong before there is a log. */
function say(sentences: readonly string[]): void {
  for (const sentence of sentences) process.stderr.write(`dlp-proxy: ${sentence}\n`);
}

/** After an error that nobody expected, nothing is certain any more: the process ends, and with it every session. */
function reportBugs(log: Log): void {
  process.on('uncaughtException', (error) => {
    log('internal-error', { where: 'the process', message: error.message, stack: error.stack ?? null });
    process.exit(EXIT.failed);
  });
}
