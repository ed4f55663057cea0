/** The command line of what can be asked of policies. What the commands do stands in `commands/`. */
import { type Command, Option } from 'commander';
import { gitHost } from '../host/git-host.ts';
import type { Host } from '../host/host.ts';
import { fromPlatform } from '../host/paths.ts';
import { type DiffFormat, runDiff } from './commands/diff.ts';
import { type DocOptions, runDoc } from './commands/doc.ts';
import { type ReplayOptions, runReplay } from './commands/replay.ts';
import { runWho, type WhoOptions } from './commands/who.ts';
import type { ExitCode } from './exit-code.ts';
import { examples, PATHS } from './help-text.ts';
import type { Terminal } from './terminal.ts';

interface DiffCommandOptions {
  readonly format: DiffFormat;
  readonly git?: string;
}

/** Adds the commands to `program`. */
export function addAnalysisCommands(
  program: Command,
  host: Host,
  terminal: Terminal,
  done: (code: ExitCode) => void,
): void {
  program
    .command('who')
    .summary('tell who sees a column or a field, and who may write to a table or call an operation')
    .description(
      'Tells every condition under which anyone sees a column as it is, sees it masked and how, and may insert, update or ' +
        'delete; the same of fields and operations of an API; each with the rules that say so and with a caller who meets it. The answer is exact: who is not named, cannot.',
    )
    .argument(
      '<what>',
      'a column (crm.customers.ssn), a table (crm.customers), a label (pii.contact), a field (billing.Customer.email) or ' +
        'an operation ("billing GET /v1/customers/{id}")',
    )
    .argument('[paths...]', PATHS)
    .addOption(
      new Option('--format <format>', 'how to print the answer').choices(['text', 'json']).default('text'),
    )
    .addHelpText(
      'after',
      examples(
        ['dlpc who crm.customers.ssn', 'who sees the numbers, and how'],
        ['dlpc who crm.customers policies', 'who may do what to the table, by the policies in a directory'],
        [
          "dlpc who 'billing GET /v1/customers/{id}'",
          'who may send the request, and sees which labelled fields',
        ],
        ['dlpc who pii.contact --format json', 'every column that carries the label, for a program'],
      ),
    )
    .action(async (what: string, paths: string[], options: WhoOptions) =>
      done(await runWho(host, terminal, what, pathsOf(paths), options)),
    );

  const diff = program
    .command('diff')
    .summary('tell what a change of policies permits, reveals, denies or masks')
    .description(
      'Compares two sets of policies: what the new one newly permits, reveals, shows more of, denies or masks, for whom, by ' +
        'which rules, and with a caller who notices. The comparison is exact, over everyone who can ask.',
    )
    .argument('[old]', 'policies as they were: a file or a directory; with --git, policies that are compared')
    .argument('[new]', 'policies as they are to be')
    .option(
      '--git <revision>',
      'compare the policies of a revision (a branch, a tag, a commit) with those of the working tree',
    )
    .addOption(
      new Option('--format <format>', 'how to print the changes')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .addHelpText(
      'after',
      `${examples(
        ['dlpc diff main/policies policies', 'what changes for whom'],
        ['dlpc diff --git main', 'what the working tree changes, against the branch main'],
        ['dlpc diff --git main policies --format markdown', 'as a comment on a pull request'],
      )}\nExit status: 0 where nobody can see or do more than before, 3 where somebody may.\n`,
    )
    .action(async (before: string | undefined, after: string | undefined, options: DiffCommandOptions) => {
      const { format, git } = options;
      if (git === undefined ? after === undefined : after !== undefined)
        return diff.error(
          git === undefined
            ? 'error: name the old policies and the new ones, or a revision with --git'
            : 'error: with --git, name the policies once',
          { exitCode: 2 },
        );
      const [old, now] = git === undefined ? [before, after] : [before, before];
      const oldHost = git === undefined ? host : await gitHost(host, git);
      const sides = [
        { host: oldHost, paths: pathsOf(old === undefined ? [] : [old]) },
        { host, paths: pathsOf(now === undefined ? [] : [now]) },
      ] as const;
      return done(await runDiff(terminal, ...sides, format));
    });

  program
    .command('replay')
    .summary('tell what policies would have decided on recorded traffic')
    .description(
      'Asks the judge of the proxy about every statement that a proxy put on record, under these policies: what would have been ' +
        'denied, allowed, held for approval, or shown otherwise, counted, and with an example of each. Constants that are not on record ' +
        'stand as digests, which decide nothing.',
    )
    .argument('[paths...]', PATHS)
    .requiredOption('--records <directory>', 'where records are: `records.directory` of the proxy')
    .addOption(
      new Option('--format <format>', 'how to print the differences')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText(
      'after',
      `${examples(
        [
          'dlpc replay policies --records /var/lib/dlp/records',
          'what a change would have meant for last week',
        ],
        ['dlpc replay --records records --format json', 'the same, for a program'],
      )}\nExit status: 0 where nobody would have seen or done more, 3 where somebody would.\n`,
    )
    .action(async (paths: string[], { records, format }: ReplayOptions) => {
      const options = { records: fromPlatform(records, process.platform), format };
      done(await runReplay(host, terminal, pathsOf(paths), options));
    });

  program
    .command('doc')
    .summary('write a page that shows who sees what')
    .description(
      'Writes one HTML page of the policies: for each table who may do and see what, as a matrix with the rules that make it so, ' +
        'and the policies themselves. The page has no scripts and loads nothing.',
    )
    .argument('[paths...]', PATHS)
    .requiredOption('-o, --output <file>', 'the page')
    .addHelpText(
      'after',
      examples(['dlpc doc policies -o who-sees-what.html', 'the page of the policies in a directory']),
    )
    .action(async (paths: string[], { output }: DocOptions) => {
      const options = { output: fromPlatform(output, process.platform) };
      done(await runDoc(host, terminal, pathsOf(paths), options));
    });
}

function pathsOf(paths: readonly string[]): readonly string[] {
  return paths.map((path) => fromPlatform(path, process.platform));
}
