/** `dlp-proxy --config FILE`, with or without `--check`: from the configuration to the exit status. */
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load-config.ts';
import { pathText, problemText } from '../json-file/problem.ts';
import { readFile } from '../json-file/read-file.ts';
import type { Log } from '../log/logger.ts';
import { checkProxy } from '../proxy/check-proxy.ts';
import { realParts } from '../proxy/parts.ts';
import type { RunningProxy } from '../proxy/running-proxy.ts';
import { startProxy } from '../proxy/start-proxy.ts';
import type { Command } from './arguments.ts';
import { createLog } from './create-log.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { untilSignalled } from './until-signalled.ts';
import { version } from './version.ts';

type RunCommand = Extract<Command, { kind: 'run' | 'check' }>;

/** Runs until it is told to stop. */
export async function runProxy(command: RunCommand): Promise<ExitCode> {
  const loading = await loadConfig(command.config, { readFile, env: process.env, now: Date.now });
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
  log('starting', { version: version(), config: config.file, pid: process.pid });
  for (const { path, message } of loading.warnings) {
    log('config-warning', { file: config.file, path: pathText(path), message });
  }
  return run(config, log);
}

async function run(config: Config, log: Log): Promise<ExitCode> {
  let running: RunningProxy | null = null;
  // From the start on: a signal that nobody waits for ends the process.
  process.on('SIGHUP', () => void running?.reload());
  const start = await startProxy(config, await realParts(log));
  if (!start.ok) {
    say(start.reasons);
    return start.what === 'given' ? EXIT.givenWrong : EXIT.failed;
  }
  running = start.proxy;
  await untilSignalled(start.proxy);
  return EXIT.fine;
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
