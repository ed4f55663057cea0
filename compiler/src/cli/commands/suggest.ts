/** `dlpc suggest`: samples a live database and proposes labels for what it holds. No value is printed or written. */
import { printable } from '@dlpc/language';
import { type Part, partText } from '../../bind/parts.ts';
import type { Host } from '../../host/host.ts';
import type { Query } from '../../live/connect.ts';
import { jsonPathText } from '../../masks/json/json-path.ts';
import { checkPolicies, hasErrors } from '../../pipeline.ts';
import { loadSchema } from '../../schema/load-schema.ts';
import type { Relation } from '../../schema/model.ts';
import { type Proposal, Proposer } from '../../suggest/propose.ts';
import { sampleRelation } from '../../suggest/sample-relation.ts';
import {
  evidenceText,
  placeText,
  type Suggestions,
  type Surroundings,
  suggestionsJson,
  suggestionsText,
} from '../../suggest/write-suggestions.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { withProgress } from '../progress.ts';
import { printFailures } from '../report.ts';
import { targetOf } from '../schema-target.ts';
import type { Terminal } from '../terminal.ts';

export interface SuggestOptions {
  readonly format: 'text' | 'json';
  /** The policy file to write; none with null. */
  readonly output: string | null;
  /** Which database of the policies it is; null where they declare one alone, or there are no policies. */
  readonly database: string | null;
  /** Rows of each table, at most. */
  readonly rows: number;
}

/** What there is already, and whether something carries a label as it is. */
interface Known {
  readonly surroundings: Surroundings;
  readonly isLabelled: (proposal: Proposal) => boolean;
}

/** Runs the command. Without `paths`, what is proposed stands by itself. */
export async function runSuggest(
  host: Host,
  terminal: Terminal,
  urlOrName: string,
  paths: readonly string[],
  { format, output, database, rows }: SuggestOptions,
): Promise<ExitCode> {
  const { stdout, stderr } = terminal;
  const target = targetOf(terminal, urlOrName);
  if (target === null) return EXIT.usage;
  const known =
    paths.length === 0
      ? standingAlone(database ?? target.database)
      : await readPolicies(host, terminal, paths, database);
  if (typeof known === 'number') return known;

  // The driver takes time to load, and few commands connect to anything.
  const [{ withLiveDatabase }, { readDatabase }, { writeSnapshot }] = await Promise.all([
    import('../../live/connect.ts'),
    import('../../live/read-database.ts'),
    import('../../live/write-snapshot.ts'),
  ]);
  const doing = `Sampling ${printable(target.database)} on ${printable(target.host)}`;
  const found = await withProgress(terminal, doing, () =>
    withLiveDatabase(host, target, async (query): Promise<Suggestions | string> => {
      const { schema } = await loadSchema('the live database', writeSnapshot(await readDatabase(query)));
      if (schema === null) return 'the live schema cannot be read';
      return suggest(query, [...schema.relations.values()], known, rows);
    }),
  );
  if (typeof found === 'string') {
    stderr.write(`dlpc: ${found}\n`);
    return EXIT.usage;
  }
  for (const relation of found.unread)
    stderr.write(`warning: \`${printable(relation)}\` cannot be read, and was not sampled\n`);
  if (output !== null) await host.writeFile(output, suggestionsText(found, known.surroundings));
  if (format === 'json') stdout.write(suggestionsJson(found, known.surroundings));
  else if (output === null) stdout.write(suggestionsText(found, known.surroundings));
  else printLines(terminal, found, known.surroundings, output);
  return EXIT.ok;
}

async function suggest(
  query: Query,
  relations: readonly Relation[],
  { isLabelled }: Known,
  rows: number,
): Promise<Suggestions> {
  const proposer = new Proposer();
  const proposals = [];
  const unread = [];
  for (const relation of relations) {
    const samples = await sampleRelation(query, relation, rows);
    if (samples === null) unread.push(`${relation.schema}.${relation.name}`);
    for (const sample of samples ?? [])
      proposals.push(...proposer.propose(sample).filter((proposal) => !isLabelled(proposal)));
  }
  return { proposals, unread };
}

function printLines(
  { stdout, stderr }: Terminal,
  { proposals }: Suggestions,
  { database }: Surroundings,
  output: string,
): void {
  for (const proposal of proposals)
    stdout.write(
      `${printable(placeText(database, proposal))}: ${proposal.label}\n  ${evidenceText(proposal)}\n`,
    );
  const count = proposals.length;
  stderr.write(`${count} ${count === 1 ? 'proposal' : 'proposals'} in ${printable(output)}\n`);
}

function standingAlone(database: string): Known {
  const name = database.replaceAll(/[^A-Za-z0-9_]/g, '_');
  return {
    surroundings: {
      database: name,
      schemaPath: `schema/${name}.sql`,
      labels: new Set(),
      detectors: new Set(),
    },
    isLabelled: () => false,
  };
}

async function readPolicies(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  database: string | null,
): Promise<Known | ExitCode> {
  const result = await withProgress(terminal, 'Checking', () => checkPolicies(host, paths));
  printFailures(terminal, result);
  if (result.failures.length > 0) return EXIT.usage;
  const refuse = (code: ExitCode, sentence: string): ExitCode => {
    terminal.stderr.write(`dlpc: ${printable(sentence)}\n`);
    return code;
  };
  if (hasErrors(result)) return refuse(EXIT.problems, 'the policies have errors: `dlpc check` tells them');
  const { program, settled } = result.checked;
  const sources = [...program.sources.values()];
  const source = sources.find(({ name }) => database === null || name === database);
  if (source === undefined || (database === null && sources.length > 1)) {
    const names = sources.map(({ name }) => `\`${name}\``).join(', ');
    return refuse(EXIT.usage, `say with --database which of the policies' databases this is: ${names}`);
  }
  return {
    surroundings: {
      database: source.name,
      schemaPath: null,
      labels: new Set(program.labels.keys()),
      detectors: new Set(program.detectors.keys()),
    },
    isLabelled: labelledIn(settled.get(source) ?? { columns: [], parts: [] }),
  };
}

type Place = Pick<Proposal, 'relation' | 'column'>;

function labelledIn({
  columns,
  parts,
}: {
  readonly columns: readonly Place[];
  readonly parts: readonly (Place & { readonly part: Part })[];
}): Known['isLabelled'] {
  const keyOf = ({ relation, column }: Place, path: string | null): string =>
    JSON.stringify([relation.schema, relation.name, column.name, path]);
  const labelled = new Set([
    ...columns.map((column) => keyOf(column, null)),
    ...parts.map((place) => keyOf(place, partText(place.part))),
  ]);
  return (proposal) =>
    labelled.has(keyOf(proposal, null)) ||
    (proposal.path !== null && labelled.has(keyOf(proposal, jsonPathText(proposal.path))));
}
