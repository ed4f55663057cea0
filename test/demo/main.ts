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
examples/crm, puts dlp-proxy in front of the server, and shows what three callers
see of the same statements. Then keeps running for your own psql, until Ctrl-C.

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
  const interrupted = onInterrupt();
  try {
    const work = demonstrate(screen, cleanup, options.exit);
    // After an interruption the ground is taken from under it; that it fails then concerns nobody.
    work.catch(() => undefined);
    const outcome = await Promise.race([work, interrupted.signalled]);
    if (outcome === 'interrupted') return INTERRUPTED;
    if (
      !options.exit &&
      (await Promise.race([interrupted.signalled, outcome.proxyEnded])) !== 'interrupted'
    ) {
      throw new Error('dlp-proxy has ended');
    }
    return outcome.ok ? 0 : 1;
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    if (!options.exit) screen.write('\n');
    await cleanup.run();
    interrupted.stopListening();
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

async function demonstrate(screen: Terminal, cleanup: Cleanup, isShort: boolean): Promise<Demonstration> {
  const { style, write } = screen;
  write(`\n${style.strong('dlpc')}: from a policy file to a masked psql session\n\n`);
  const stage = await setStage(progress(screen), cleanup);
  const ok = await takeTour(stage, screen, cleanup);
  write(
    `\n${ok ? style.good('Everything was as expected.') : style.bad('Not everything was as expected.')}\n`,
  );
  if (!isShort) invite(stage, screen);
  return { ok, proxyEnded: stage.proxy.ended };
}

function invite({ callers, proxy }: Stage, { style, write }: Terminal): void {
  write(
    `\n${style.strong('Your turn.')} The policies are in examples/crm/policies. Try each caller with psql:\n\n`,
  );
  for (const name of CALLER_NAMES) {
    const { title, user, password } = callers[name];
    write(`   ${style.dim(`# ${title}`)}\n`);
    // In the environment rather than in a URL: arguments can be read by every user of the machine.
    write(`   PGPASSWORD=${password} psql -h ${proxy.host} -p ${proxy.port} -U ${user} -d crm\n\n`);
  }
  write(`${style.dim('Ctrl-C ends the demo and removes all of it.')}\n`);
}

/** Waits for Ctrl-C and its like; a second one does not hurry the cleaning up. */
function onInterrupt(): { signalled: Promise<'interrupted'>; stopListening: () => void } {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let listener = (): void => undefined;
  const signalled = new Promise<'interrupted'>((resolve) => {
    listener = () => resolve('interrupted');
  });
  for (const signal of signals) process.on(signal, listener);
  return {
    signalled,
    stopListening: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
