/** The command line of tests and explanations. What the commands do stands in `commands/`, which load the proxy's judge. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Host } from '../host/host.ts';
import { fromPlatform } from '../host/paths.ts';
import { runExplain } from './commands/explain.ts';
import type { ExplainStatementOptions } from './commands/explain-statement.ts';
import type { TestOptions } from './commands/test.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { examples, PATHS } from './help-text.ts';
import type { Terminal } from './terminal.ts';

type Done = (code: ExitCode) => void;

/** Adds `test` and `explain` to `program`. */
export function addTestCommands(program: Command, host: Host, terminal: Terminal, done: Done): void {
  addTest(program, host, terminal, done);
  addExplain(program, host, terminal, done);
}

function addTest(program: Command, host: Host, terminal: Terminal, done: Done): void {
  program
    .command('test')
    .summary('run the tests that stand beside the policies')
    .description(
      'Runs every `test` of the policies, by the judge that the proxy runs, on the schemas that the policies name; no database ' +
        'is asked. Ends with 1 where a test fails, where there is none, where less is reached than --min-coverage asks for, or ' +
        'where --mutate finds a change that no test notices.',
    )
    .argument('[paths...]', PATHS)
    .option('--only <pattern>', 'only tests whose name holds this; * stands for anything')
    .option('--coverage', 'list each rule and label with the number of cases that reach it')
    .option('--min-coverage <percent>', 'ask for this share of the rules and of the labels', percent)
    .option('--mutate', 'change the policies, one change at a time, and list each that no test notices')
    .option(
      '--max-mutants <number>',
      'try so many of the changes at most, evenly spread, and say how many were left out (default: 1000)',
      positive,
    )
    .option('--watch', 'run again whenever a file changes, until interrupted')
    .addOption(
      new Option('--format <format>', 'how to print the results')
        .choices(['text', 'json', 'junit', 'github'])
        .default('text'),
    )
    .addHelpText(
      'after',
      examples(
        ['dlpc test', 'every test below the current directory'],
        ['dlpc test --only "contractor*"', 'some of them'],
        ['dlpc test --coverage --min-coverage 90', 'for CI: do the tests reach the policies?'],
        ['dlpc test --mutate', 'would the tests notice a policy that allows more?'],
        ['dlpc test --format junit > tests.xml', 'for CI; github is for annotations'],
      ),
    )
    .action(async (paths: string[], options: TestOptions & { readonly watch?: boolean }) => {
      const { runTests } = await import('./commands/test.ts');
      if (options.watch !== true) return done(await runTests(host, terminal, pathsOf(paths), options));
      const { watchAndRun } = await import('./watch.ts');
      await watchAndRun(pathsOf(paths), terminal, (reads) =>
        runTests(host, terminal, pathsOf(paths), { ...options, reads }),
      );
      done(EXIT.ok);
    });
}

function addExplain(program: Command, host: Host, terminal: Terminal, done: Done): void {
  program
    .command('explain')
    .summary('tell what a diagnostic means, or what the proxy would do with a statement')
    .description(
      'Prints what a diagnostic means, with an example and how to mend it; without a code, lists all codes. With --as, tells what ' +
        'the proxy would do with a statement of that caller, and each rule that leads to it.',
    )
    .argument(
      '[code]',
      'a code such as DLP2003, or a name such as unknown-column; with --as, a SQL statement, or a request such as `GET /v1/customers/42`',
    )
    .argument('[paths...]', `with --as, ${PATHS}`)
    .option('--as <caller>', 'who asks: a caller as in tests or as JSON, or a file that holds one')
    .option('--at <instant>', 'when, such as 2026-11-22T02:00:00Z (default: now)')
    .option('--on <database>', 'which database is asked, where the policies declare several')
    .addOption(
      new Option('--format <format>', 'how to print the explanation')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText(
      'after',
      examples(
        ['dlpc explain DLP2003', 'what this code means'],
        ['dlpc explain', 'which codes there are'],
        [
          `dlpc explain --as '{ kind: human, groups: ["support"] }' 'select email from customers'`,
          'what comes back, and why',
        ],
        [
          `dlpc explain --as caller.json --on crm 'delete from orders' policies`,
          'with the caller from a file',
        ],
      ),
    )
    .action(
      async (
        asked: string | undefined,
        paths: string[],
        { as, ...options }: Partial<ExplainStatementOptions>,
      ) => {
        if (as === undefined && paths.length > 0) {
          terminal.stderr.write('dlpc: too many arguments: without --as there is one code to explain\n');
          return done(EXIT.usage);
        }
        if (as === undefined) return done(await runExplain(terminal, asked));
        if (asked === undefined) {
          terminal.stderr.write('dlpc: --as needs a statement to explain\n');
          return done(EXIT.usage);
        }
        const { runExplainStatement } = await import('./commands/explain-statement.ts');
        const { format = 'text', at, on } = options;
        done(await runExplainStatement(host, terminal, asked, pathsOf(paths), { as, format, at, on }));
      },
    );
}

/** Every argument that Commander hands on is text. */
function percent(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 100) return number;
  throw new InvalidArgumentError('It is a whole number from 0 to 100.');
}

function positive(text: string): number {
  const number = Number(text);
  if (/^\d{1,9}$/.test(text) && number > 0) return number;
  throw new InvalidArgumentError('It is a whole number from 1 on.');
}

function pathsOf(paths: readonly string[]): readonly string[] {
  return paths.map((path) => fromPlatform(path, process.platform));
}
