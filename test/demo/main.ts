/**
 * `npm run demo`: from the policies in examples/crm to a masked psql session, in under a minute, with nothing to
 * install and nothing left behind.
 */
import { parseArgs } from 'node:util';
import { CALLER_NAMES } from './callers.ts';
import { Cleanup } from './cleanup.ts';
import { progress } from './progress.ts';
import { type Stage, setStage } from './stage.ts';
import { type Terminal, terminal } from './terminal.ts';
import { takeTour } from './tour/tour.ts';

const HELP = `npm run demo [-- --exit]

Starts a PostgreSQL server full of generated customers, compiles the policies in
examples/crm, puts dlp-proxy in front of the server and of an API, and shows what
three callers see of the same statements and requests. Then keeps running for your own psql, until Ctrl-C.

  --exit   End after the tour: status 0, or 1 where anything shown was not as expected.
  --help   Show this.

Everything listens on 127.0.0.1 only and lives in temporary directories, which go
when the demo ends. NO_COLOR is respected.
`;

/** As shells have it: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readArguments();
  if (options === null) return 2;
  const screen = terminal(process.stdout);
  if (options.help) {
    screen.write(HELP);
    return 0;
  }
  const cleanup = new Cleanup();
  const interruption = onInterrupt();
  const { signal } = interruption;
  try {
    const { ok, proxyEnded } = await demonstrate(screen, cleanup, signal, options.exit);
    if (!options.exit) {
      await Promise.race([interruption.happened, proxyEnded]);
      if (!signal.aborted) throw new Error('dlp-proxy has ended');
    }
    return ok ? 0 : 1;
  } catch (error) {
    // Whatever went wrong after an interruption went wrong because of it.
    if (signal.aborted) return INTERRUPTED;
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    // Only now that nothing is being set up any more.
    await cleanup.run();
    interruption.stopListening();
  }
}

function readArguments(): { exit: boolean; help: boolean } | null {
  try {
    const { values } = parseArgs({
      options: {
        exit: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return null;
  }
}

interface Demonstration {
  /** Whether everything shown was as expected. */
  readonly ok: boolean;
  readonly proxyEnded: Promise<unknown>;
}

async function demonstrate(
  screen: Terminal,
  cleanup: Cleanup,
  signal: AbortSignal,
  isShort: boolean,
): Promise<Demonstration> {
  const { style, write } = screen;
  write(`\n${style.strong('dlpc')}: from a policy file to a masked psql session\n\n`);
  const stage = await setStage(progress(screen, signal), cleanup, signal);
  const ok = await takeTour(stage, screen, cleanup, signal);
  write(
    `\n${ok ? style.good('Everything was as expected.') : style.bad('Not everything was as expected.')}\n`,
  );
  if (!isShort) invite(stage, screen);
  return { ok, proxyEnded: stage.proxy.ended };
}

function invite({ api, callers, proxy }: Stage, { style, write }: Terminal): void {
  write(
    `\n${style.strong('Your turn.')} The policies are in examples/crm/policies. Try each caller with psql:\n\n`,
  );
  for (const name of CALLER_NAMES) {
    const { title, user, password } = callers[name];
    write(`   ${style.dim(`# ${title}`)}\n`);
    // In the environment rather than in a URL: arguments can be read by every user of the machine.
    write(`   PGPASSWORD=${password} psql -h ${proxy.host} -p ${proxy.port} -U ${user} -d crm\n\n`);
  }
  write(`   ${style.dim('# over HTTP, as any of them; curl asks for the password')}\n`);
  write(`   curl -u ${callers.support.user} ${api}/v1/customers\n\n`);
  write(`${style.dim('Ctrl-C ends the demo and removes all of it.')}\n`);
}

interface Interruption {
  readonly signal: AbortSignal;
  readonly happened: Promise<void>;
  stopListening(): void;
}

/** Listens for Ctrl-C and its like, and for nobody reading any more. A second one does not hurry the cleaning up. */
function onInterrupt(): Interruption {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  const happened = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve());
  });
  for (const signal of signals) process.on(signal, interrupt);
  process.stdout.on('error', interrupt);
  return {
    signal: controller.signal,
    happened,
    stopListening: () => {
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
}
