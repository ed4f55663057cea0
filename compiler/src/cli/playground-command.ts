/** The command line of the playground. What it does stands in `commands/playground.ts`. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Host } from '../host/host.ts';
import { fromPlatform } from '../host/paths.ts';
import type { ExitCode } from './exit-code.ts';
import { examples, PATHS } from './help-text.ts';
import type { Terminal } from './terminal.ts';

/** Adds `playground` to `program`. */
export function addPlaygroundCommand(
  program: Command,
  host: Host,
  terminal: Terminal,
  done: (code: ExitCode) => void,
): void {
  program
    .command('playground')
    .summary('try policies on a page: edit them, ask as somebody, see what the server would run')
    .description(
      'Serves a page, to this machine alone, with the policies and their schemas in an editor, and beside them what the proxy would ' +
        'do with a statement of a caller, live. Nothing that is changed there is saved. Runs until interrupted. With --output the page is ' +
        'written into a folder instead, with the texts as they are now: for the console of a proxy (`admin.playground`), or any web server.',
    )
    .argument('[paths...]', PATHS)
    .option('--port <number>', 'where it listens on 127.0.0.1 (default: any that is free)', portNumber, 0)
    .option('-o, --output <folder>', 'write the page into a folder of its own, and serve nothing')
    .addHelpText(
      'after',
      examples(
        ['dlpc playground', 'every policy below the current directory'],
        ['dlpc playground --port 8080 policies', 'at http://127.0.0.1:8080/'],
        ['dlpc playground --output playground', 'for the console: "admin": { "playground": "playground" }'],
      ),
    )
    .action(async (paths: string[], { port, output }: { port: number; output?: string }) => {
      const { runPlayground } = await import('./commands/playground.ts');
      const { promise: interrupted, resolve } = Promise.withResolvers<void>();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      const named = paths.map((path) => fromPlatform(path, process.platform));
      done(
        await runPlayground(
          host,
          terminal,
          named,
          { port, output: output === undefined ? null : fromPlatform(output, process.platform) },
          interrupted,
        ),
      );
    });
}

function portNumber(text: string): number {
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError('It is a whole number from 0 to 65535.');
}
