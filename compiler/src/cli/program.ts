/** The command line of `dlpc`: its commands, options and help. What each command does stands in `commands/`. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Host } from '../host/host.ts';
import { fromPlatform } from '../host/paths.ts';
import { addAnalysisCommands } from './analysis-commands.ts';
import { type CheckOptions, runCheck } from './commands/check.ts';
import { type CompileOptions, runCompile } from './commands/compile.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { runFmt } from './commands/fmt.ts';
import { type InspectOptions, runInspect } from './commands/inspect.ts';
import { type KeygenOptions, runKeygen } from './commands/keygen.ts';
import { compilerVersion } from './compiler-version.ts';
import type { ExitCode } from './exit-code.ts';
import { examples, PATHS } from './help-text.ts';
import { addPlaygroundCommand } from './playground-command.ts';
import { addSchemaCommands } from './schema-commands.ts';
import { addSuggestCommand } from './suggest-command.ts';
import type { Terminal } from './terminal.ts';
import { addTestCommands } from './test-commands.ts';

/** Where a secret may be kept; never on the command line, which every user of the machine can read. */
const KEPT = 'a file, or env:NAME for an environment variable';

/** Builds the program. `done` is told the exit status of the command that ran. */
export function buildProgram(host: Host, terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command('dlpc')
    .description(
      'Checks data-loss-prevention policies against database schemas and compiles them for dlp-proxy.',
    )
    .version(compilerVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
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
          '  1   the policies have errors, files are not formatted, a bundle is not sound, or a live database drifted',
          '  2   the command line is wrong, or a file or database cannot be read or written',
          '  3   dlpc diff: somebody may see or do more than before',
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
    .addOption(formatOption('sarif', 'github', 'junit'))
    .addHelpText(
      'after',
      examples(
        ['dlpc check', 'every policy below the current directory'],
        ['dlpc check policies shared/labels.dlp', 'a directory and a file together'],
        ['dlpc check --format json policies', 'for a program'],
        [
          'dlpc check --format sarif policies > dlpc.sarif',
          'for code scanning; github and junit are for CI too',
        ],
      ),
    )
    .action(async (paths: string[], options: CheckOptions) =>
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
    .option('--sign <key>', `private key to sign the bundle with: ${KEPT}`)
    .option('--passphrase <where>', `passphrase of that key: ${KEPT}`)
    .option(
      '--sequence <number>',
      'tells the newer of two bundles; a proxy that verifies signatures never goes back',
      wholeNumber,
    )
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples(
        ['dlpc compile -o build/policy policies', 'the bundle of all policies in a directory'],
        [
          'dlpc compile -o build/policy --sign release.key --sequence 7 policies',
          'signed, and newer than the sixth',
        ],
        [
          'dlpc compile -o build/policy --sign env:SIGNING_KEY policies',
          'with the key from the environment, as in CI',
        ],
      ),
    )
    .action(async (paths: string[], options: CompileOptions) => {
      const output = fromPlatform(options.output, process.platform);
      done(await runCompile(host, terminal, pathsOf(paths), { ...options, output }));
    });

  program
    .command('keygen')
    .summary('make a pair of keys for signing bundles')
    .description(
      'Makes an Ed25519 key pair: NAME.key signs bundles and is readable by you alone, NAME.pub goes to the proxies that ' +
        'shall take them. Files that are there are never replaced.',
    )
    .requiredOption('-o, --output <name>', 'path of both files, without .key and .pub')
    .option('--passphrase <where>', `passphrase to encrypt the private key with: ${KEPT}`)
    .addHelpText(
      'after',
      examples(
        ['dlpc keygen -o release', 'release.key and release.pub'],
        ['dlpc keygen -o release --passphrase env:PASSPHRASE', 'with a private key that is encrypted'],
      ),
    )
    .action(async (options: KeygenOptions) => {
      const output = fromPlatform(options.output, process.platform);
      done(await runKeygen(host, terminal, { ...options, output }));
    });

  program
    .command('inspect')
    .summary('verify a bundle and say what is in it')
    .description(
      'Verifies the manifest of a bundle, the digest of each of its files and, with --key, its signature; then says what is ' +
        'in it. Runs nothing of the bundle.',
    )
    .argument('<bundle>', 'directory of the bundle')
    .option('--key <file>', 'public key that must have signed it')
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples(
        ['dlpc inspect build/policy', 'is it whole, and what is in it?'],
        ['dlpc inspect build/policy --key release.pub', 'and did this key sign it?'],
      ),
    )
    .action(async (bundle: string, options: InspectOptions) =>
      done(await runInspect(host, terminal, fromPlatform(bundle, process.platform), options)),
    );

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

  addSchemaCommands(program, host, terminal, done);
  addSuggestCommand(program, host, terminal, done);
  addAnalysisCommands(program, host, terminal, done);

  addTestCommands(program, host, terminal, done);
  addPlaygroundCommand(program, host, terminal, done);
  addCompletionCommand(program, terminal, done);

  pointToOwnHelp(program, 'dlpc');
  return program;
}

/** After a mistake on the command line, the help of the very command that was meant. */
function pointToOwnHelp(command: Command, name: string): void {
  command.showHelpAfterError(`(${name} --help tells what there is)`);
  for (const below of command.commands) pointToOwnHelp(below, `${name} ${below.name()}`);
}

/** Every argument that Commander hands on is text. */
function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError(`It is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
}

function formatOption(...more: readonly string[]): Option {
  return new Option('--format <format>', 'how to print what was found')
    .choices(['text', 'json', ...more])
    .default('text');
}

function pathsOf(paths: readonly string[]): readonly string[] {
  return paths.map((path) => fromPlatform(path, process.platform));
}
