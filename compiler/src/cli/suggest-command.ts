/** The command line of `dlpc suggest`. What it does stands in `commands/`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Host } from '../host/host.ts';
import { fromPlatform } from '../host/paths.ts';
import { runSuggest } from './commands/suggest.ts';
import type { ExitCode } from './exit-code.ts';
import { examples } from './help-text.ts';
import { CONNECTION, URL_OR_NAME } from './schema-commands.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly database?: string;
  readonly rows: number;
}

const MOST_ROWS = 10_000;

/** Adds the command to `program`. */
export function addSuggestCommand(
  program: Command,
  host: Host,
  terminal: Terminal,
  done: (code: ExitCode) => void,
): void {
  program
    .command('suggest')
    .summary('sample a live database and propose labels')
    .description(
      'Samples the tables of a live PostgreSQL (13 to 18) in a transaction that reads only, looks for what detectors find and for ' +
        'telling names, and proposes `classify` lines with the evidence counted. Values are neither printed nor written. ' +
        'Columns that the policies label already are left out, and labels that they declare are used.',
    )
    .argument('<url-or-env>', URL_OR_NAME)
    .argument('[paths...]', 'policy files or directories (default: none, the proposal stands by itself)')
    .option('-d, --database <name>', 'which database of the policies it is, or what to call it')
    .option('-o, --output <file>', 'write a policy file, and a line for each proposal to standard output')
    .addOption(
      new Option('-n, --rows <count>', 'rows to look at in each table, at most')
        .argParser(rowCount)
        .default(500),
    )
    .addOption(
      new Option('--format <format>', 'how to print the proposals').choices(['text', 'json']).default('text'),
    )
    .addHelpText(
      'after',
      CONNECTION +
        examples(
          ['dlpc suggest env:CRM_URL policies', 'what do these policies leave without a label?'],
          ['dlpc suggest env:CRM_URL -o policies/labels.dlp', 'begin a set of policies'],
        ),
    )
    .action(async (urlOrName: string, paths: string[], options: Options) => {
      const { format, rows, database = null } = options;
      const output = options.output === undefined ? null : fromPlatform(options.output, process.platform);
      const files = paths.map((path) => fromPlatform(path, process.platform));
      done(await runSuggest(host, terminal, urlOrName, files, { format, output, database, rows }));
    });
}

function rowCount(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= MOST_ROWS) return number;
  throw new InvalidArgumentError(`It is a whole number from 1 to ${MOST_ROWS}.`);
}
