/** `dlpc schema drift`: compares a live database with the schema that policies are checked against. */
import { printable } from '@dlpc/language';
import type { Source } from '../../bind/program.ts';
import { compareSchemas } from '../../drift/compare-schemas.ts';
import { policyConcerns } from '../../drift/concerns.ts';
import { renderDrift, renderDriftJson } from '../../drift/render-drift.ts';
import type { Host } from '../../host/host.ts';
import { checkPolicies, hasErrors } from '../../pipeline.ts';
import { loadSchema } from '../../schema/load-schema.ts';
import type { Schema } from '../../schema/model.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { withProgress } from '../progress.ts';
import { printFailures } from '../report.ts';
import { pullSnapshot, targetOf } from '../schema-target.ts';
import type { Terminal } from '../terminal.ts';

export interface SchemaDriftOptions {
  readonly format: 'text' | 'json';
  /** Which database of the policies; null where they declare one alone. */
  readonly database: string | null;
}

/** Runs the command. Policies with errors are compared with nothing: what drift means for them is not known. */
export async function runSchemaDrift(
  host: Host,
  terminal: Terminal,
  urlOrName: string,
  paths: readonly string[],
  { format, database }: SchemaDriftOptions,
): Promise<ExitCode> {
  const { stdout, stderr } = terminal;
  const refuse = (code: ExitCode, sentence: string): ExitCode => {
    stderr.write(`dlpc: ${printable(sentence)}\n`);
    return code;
  };
  const target = targetOf(terminal, urlOrName);
  if (target === null) return EXIT.usage;
  const result = await withProgress(terminal, 'Checking', () => checkPolicies(host, paths));
  printFailures(terminal, result);
  if (result.failures.length > 0) return EXIT.usage;
  if (hasErrors(result))
    return refuse(
      EXIT.problems,
      'the policies have errors, so nothing was compared: `dlpc check` tells them',
    );

  const { program } = result.checked;
  const chosen = chooseSource([...program.sources.values()], database);
  if (typeof chosen === 'string') return refuse(EXIT.usage, chosen);
  const { source, declared } = chosen;
  const snapshot = await pullSnapshot(host, terminal, target);
  const live = await loadSchema('the live database', snapshot);
  const problem = live.problems.find(({ severity }) => severity === 'error');
  if (live.schema === null || problem !== undefined)
    return refuse(EXIT.usage, `the live schema cannot be read: ${problem?.message ?? 'nothing came back'}`);

  const isAffected = policyConcerns(program, source);
  const differences = compareSchemas(declared, live.schema).map((difference) => ({
    ...difference,
    affectsPolicies: isAffected(difference),
  }));
  const report = { database: source.name, differences };
  stdout.write(format === 'json' ? renderDriftJson(report) : renderDrift(report));
  return differences.some(({ affectsPolicies }) => affectsPolicies) ? EXIT.problems : EXIT.ok;
}

/** The database that is meant, or a sentence on why none is. */
function chooseSource(
  sources: readonly Source[],
  name: string | null,
): { readonly source: Source; readonly declared: Schema } | string {
  const names = sources.map((source) => `\`${source.name}\``).join(', ');
  if (sources.length === 0) return 'the policies declare no database';
  if (name === null && sources.length > 1)
    return `the policies declare several databases (${names}): say with --database which one this is`;
  const found = name === null ? sources[0] : sources.find((source) => source.name === name);
  if (found === undefined) return `the policies declare no database \`${name}\`, but ${names}`;
  const { schema } = found;
  // A schema that could not be read is an error of the policies, which was told before.
  return schema === null
    ? `the schema of \`${found.name}\` is not known`
    : { source: found, declared: schema };
}
