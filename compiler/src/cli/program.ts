/** The command line of `dlpc`: its commands, options and help. What each command does stands in `commands/`. */
import { Command, Option } from 'commander';
import type { Host } from '../host/host.ts';
import { fromPlatform } from '../host/paths.ts';
import { runCheck } from './commands/check.ts';
import { runCompile } from './commands/compile.ts';
import { runExplain } from './commands/explain.ts';
import { runFmt } from './commands/fmt.ts';
import { compilerVersion } from './compiler-version.ts';
import type { ExitCode } from './exit-code.ts';
import type { Format } from './report.ts';
import type { Terminal } from './terminal.ts';

const PATHS = 'policy files, and directories that are searched for *.dlp (default: the current one)';

/** Builds the program. `done` is told the exit status of the command that ran. */
export function buildProgram(host: Host, terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command('dlpc')
    .description(
      'Checks data-loss-prevention policies against database schemas and compiles them for dlp-proxy.',
    )
    .version(compilerVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showHelpAfterError('(dlpc --help tells what there is)')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
      getErrHelpWidth: () => terminal.stderr.columns ?? 100,
    })
    // Commander would end the process itself; throwing lets standard output be written to its end.
    .exitOverride()
    .addHelpText(
      'after',
      examples(
        ['dlpc check policies', 'say what is wrong with the policies in a directory'],
        ['dlpc compile -o build/policy policies', 'check them, and write the bundle that the proxy loads'],
        ['dlpc explain DLP2003', 'tell what a diagnostic means, and how to mend it'],
      ) +
        [
          '',
          'Exit status:',
          '  0   all is well; there may be warnings',
          '  1   the policies have errors, or files are not formatted',
          '  2   the command line is wrong, or a file cannot be read or written',
          '  70  dlpc itself has a bug',
          '',
          'Environment:',
          '  NO_COLOR, FORCE_COLOR  never or always use colours',
        ].join('\n'),
    );

  program
    .command('check')
    .summary('say what is wrong with policies')
    .description('Reads policies and the schemas that they name, and says what is wrong. Writes nothing.')
    .argument('[paths...]', PATHS)
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples(
        ['dlpc check', 'every policy below the current directory'],
        ['dlpc check policies shared/labels.dlp', 'a directory and a file together'],
        ['dlpc check --format json policies', 'for a program'],
      ),
    )
    .action(async (paths: string[], options: { readonly format: Format }) =>
      done(await runCheck(host, terminal, pathsOf(paths), options)),
    );

  program
    .command('compile')
    .summary('check policies and write the bundle that the proxy loads')
    .description(
      'Checks policies and, if there is no error, writes the bundle that dlp-proxy loads: one matcher for each database, ' +
        'with a manifest. The directory is replaced as a whole or not at all.',
    )
    .argument('[paths...]', PATHS)
    .requiredOption('-o, --output <directory>', 'where the bundle goes')
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples(['dlpc compile -o build/policy policies', 'the bundle of all policies in a directory']),
    )
    .action(async (paths: string[], options: { readonly format: Format; readonly output: string }) => {
      const output = fromPlatform(options.output, process.platform);
      done(await runCompile(host, terminal, pathsOf(paths), { ...options, output }));
    });

  program
    .command('fmt')
    .summary('write policies in the one way there is')
    .description('Formats policy files in place. A file with syntax errors is left as it is.')
    .argument('[paths...]', PATHS)
    .option('--check', 'change nothing; exit with 1 if a file is not formatted')
    .addHelpText(
      'after',
      examples(
        ['dlpc fmt policies', 'format every policy in a directory'],
        ['dlpc fmt --check', 'for CI: is everything formatted?'],
      ),
    )
    .action(async (paths: string[], { check = false }: { readonly check?: boolean }) =>
      done(await runFmt(host, terminal, pathsOf(paths), { check })),
    );

  program
    .command('explain')
    .summary('tell what a diagnostic means')
    .description(
      'Prints what a diagnostic means, with an example and how to mend it. Without a code, lists all codes.',
    )
    .argument('[code]', 'a code such as DLP2003, or a name such as unknown-column')
    .addHelpText(
      'after',
      examples(['dlpc explain DLP2003', 'what this code means'], ['dlpc explain', 'which codes there are']),
    )
    .action(async (code: string | undefined) => done(await runExplain(terminal, code)));

  return program;
}

function formatOption(): Option {
  return new Option('--format <format>', 'how to print what was found')
    .choices(['text', 'json'])
    .default('text');
}

function pathsOf(paths: readonly string[]): readonly string[] {
  return paths.length === 0 ? ['.'] : paths.map((path) => fromPlatform(path, process.platform));
}

function examples(...rows: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...rows.map(([command]) => command.length));
  const lines = rows.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`);
  return `\nExamples:\n${lines.join('\n')}\n`;
}
