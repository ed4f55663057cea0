/** The command line of `dlpc schema`. What its commands do stands in `commands/`. */
import { type Command, Option } from 'commander';
import type { Host } from '../host/host.ts';
import { fromPlatform } from '../host/paths.ts';
import { runSchemaDrift } from './commands/schema-drift.ts';
import { runSchemaPull } from './commands/schema-pull.ts';
import type { ExitCode } from './exit-code.ts';
import { examples, PATHS } from './help-text.ts';
import type { Terminal } from './terminal.ts';

/** What names a live database. */
export const URL_OR_NAME =
  'postgres://user@host:5432/database without a password, or env:NAME for a variable that holds a URL';

/** How the commands that connect find out how. */
export const CONNECTION = [
  '',
  'The password comes from PGPASSWORD, from .pgpass, or from a URL in a variable; one in a URL on the command line is',
  'refused. Parameters of the URL: host, port, user, dbname, connect_timeout, sslmode (disable, require, verify-ca,',
  'verify-full), sslrootcert, sslcert, sslkey. Without sslmode, the certificate of a server on another machine is verified.',
  '',
].join('\n');

interface DriftOptions {
  readonly format: 'text' | 'json';
  readonly database?: string;
  readonly urlEnv?: string;
}

/** Adds the commands to `program`. */
export function addSchemaCommands(
  program: Command,
  host: Host,
  terminal: Terminal,
  done: (code: ExitCode) => void,
): void {
  const schema = program
    .command('schema')
    .summary('pull the schema of a live database, or compare with it')
    .description('Connects to a live PostgreSQL (13 to 18) and reads its catalog, and nothing else of it.')
    .helpCommand(false);

  schema
    .command('pull')
    .summary('write a snapshot of a live database as DDL')
    .description(
      'Writes what a live database is made of as DDL that policies can be checked against: the same database gives the ' +
        'same text. Defaults, checks of tables, functions, options of foreign tables and data are left out.',
    )
    .argument('[url-or-env]', URL_OR_NAME)
    .addOption(urlEnvOption())
    .option('-o, --output <file>', 'where the snapshot goes (default: standard output)')
    .addHelpText(
      'after',
      CONNECTION +
        examples(
          ['dlpc schema pull postgres://ada@db.example/crm -o schema/crm.sql', 'write or renew a snapshot'],
          ['dlpc schema pull env:CRM_URL', 'the URL, with its password, is in the variable CRM_URL'],
        ),
    )
    .action(
      async (word: string | undefined, options: { readonly urlEnv?: string; readonly output?: string }) => {
        const urlOrName = variable(options.urlEnv) ?? word;
        if (urlOrName === undefined || (options.urlEnv !== undefined && word !== undefined))
          return schema.error('error: name one database: a URL, or a variable that holds one', {
            exitCode: 2,
          });
        const output = options.output === undefined ? null : fromPlatform(options.output, process.platform);
        return done(await runSchemaPull(host, terminal, urlOrName, { output }));
      },
    );

  schema
    .command('drift')
    .summary('compare a live database with the schema that policies were checked against')
    .description(
      'Compares a live database with the schema of the database that the policies declare. Exits with 1 where they differ ' +
        'in a relation that a policy speaks of or that has labelled columns; other differences are notes.',
    )
    .argument('[url-or-env]', URL_OR_NAME)
    .argument('[paths...]', PATHS)
    .addOption(urlEnvOption())
    .option('-d, --database <name>', 'which database of the policies it is, where they declare several')
    .addOption(
      new Option('--format <format>', 'how to print the differences')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText(
      'after',
      CONNECTION +
        examples(
          [
            'dlpc schema drift env:CRM_URL policies',
            'for CI: does the database still have the schema of the policies?',
          ],
          ['dlpc schema drift --url-env CRM_URL --format json', 'the same, for a program'],
        ),
    )
    .action(async (word: string | undefined, more: string[], options: DriftOptions) => {
      const paths = options.urlEnv === undefined || word === undefined ? more : [word, ...more];
      const urlOrName = variable(options.urlEnv) ?? word;
      if (urlOrName === undefined)
        return schema.error('error: name a database: a URL, or a variable that holds one', { exitCode: 2 });
      const { format, database = null } = options;
      const files = paths.length === 0 ? ['.'] : paths.map((path) => fromPlatform(path, process.platform));
      return done(await runSchemaDrift(host, terminal, urlOrName, files, { format, database }));
    });
}

function variable(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `env:${name}`;
}

function urlEnvOption(): Option {
  return new Option('--url-env <name>', 'the same as env:NAME in the place of the first argument');
}
