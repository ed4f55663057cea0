/** `dlpc compile`: checks, and writes the bundle that the proxy loads. */
import type { KeyObject } from 'node:crypto';
import { printable } from '@dlpc/language';
import { whoSummaries } from '../../analyses/doc/who-summary.ts';
import { whoIsLetIn } from '../../analyses/let-in.ts';
import { conditionJson } from '../../analyses/note-json.ts';
import { conditionLines } from '../../analyses/note-text.ts';
import { signBundle } from '../../bundle/sign-bundle.ts';
import { keyId } from '../../bundle/signing-key.ts';
import type { Host } from '../../host/host.ts';
import type { IrApi, IrSource } from '../../ir/ir.ts';
import { type CompileResult, compilePolicies } from '../../pipeline.ts';
import { compilerVersion } from '../compiler-version.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { withProgress } from '../progress.ts';
import { exitCodeOf, type Format, printReport, summaryLine } from '../report.ts';
import { readSigner, type SignerOptions } from '../signer.ts';
import { apiSummary, apiTable, sourceSummary, sourceTable } from '../source-summary.ts';
import type { Terminal } from '../terminal.ts';

export interface CompileOptions extends SignerOptions {
  readonly format: Format;
  /** The directory of the bundle. */
  readonly output: string;
  /** Tells the newer of two bundles; 0 where nothing is said. */
  readonly sequence?: number | undefined;
}

/** What goes into a bundle besides the policies. */
interface Marks {
  readonly sequence: number;
  readonly key: KeyObject | null;
}

/** What became of the bundle. */
type Outcome =
  | {
      readonly is: 'written';
      readonly sources: readonly IrSource[];
      readonly apis: readonly IrApi[];
      readonly revision: string;
      readonly sequence: number;
      /** Name of the key that signed; null where nobody did. */
      readonly signer: string | null;
    }
  /** There are errors, which the report tells. */
  | { readonly is: 'not-compiled' }
  | { readonly is: 'refused'; readonly reason: string; readonly code: ExitCode };

/** Runs the command. Where there is any error, nothing is written, and a bundle that was there stays. */
export async function runCompile(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  { format, output, sequence = 0, ...keys }: CompileOptions,
): Promise<ExitCode> {
  const signer = await readSigner(keys, host, terminal);
  if (!signer.ok) {
    terminal.stderr.write(`dlpc: ${printable(signer.reason)}\n`);
    return EXIT.usage;
  }
  const marks = { sequence, key: signer.key };
  const result = await withProgress(terminal, 'Checking', () => compilePolicies(host, paths));
  const outcome = await withProgress(terminal, 'Compiling', () => writeSources(host, output, result, marks));
  if (format === 'json') printReport(terminal, format, result, { bundle: bundleReport(outcome, output) });
  else printText(terminal, result, outcome, output);
  if (outcome.is === 'refused') terminal.stderr.write(`dlpc: ${printable(outcome.reason)}\n`);
  return outcome.is === 'refused' ? outcome.code : exitCodeOf(result);
}

async function writeSources(
  host: Host,
  output: string,
  result: CompileResult,
  { sequence, key }: Marks,
): Promise<Outcome> {
  const { sources, apis, policies, checked } = result;
  if (sources === null) return { is: 'not-compiled' };
  if (sources.length + apis.length === 0) {
    const reason = 'the policies declare no database and no API, so there is nothing to compile';
    return { is: 'refused', reason, code: EXIT.problems };
  }
  // Emitting takes ts-morph, which costs half a second to load: no other command should.
  const [{ buildBundle }, { writeBundle }] = await Promise.all([
    import('../../bundle/build-bundle.ts'),
    import('../../bundle/write-bundle.ts'),
  ]);
  const who = whoSummaries(checked.program, sources, apis);
  const bundle = buildBundle({
    ...{ sources, apis, policies, who, sequence, compilerVersion: compilerVersion() },
  });
  const written = await writeBundle(host, output, key === null ? bundle : signBundle(bundle, key));
  if (!written.ok) return { is: 'refused', reason: written.message, code: EXIT.usage };
  const { revision } = bundle.manifest;
  return { is: 'written', sources, apis, revision, sequence, signer: key === null ? null : keyId(key) };
}

/** The field `bundle` of the JSON report; null where none was written. */
function bundleReport(outcome: Outcome, directory: string): unknown {
  if (outcome.is !== 'written') return null;
  const { revision, sequence, signer, sources, apis } = outcome;
  return {
    ...{ directory, revision, sequence, signer },
    sources: sources.map((source) => ({
      ...sourceSummary(source),
      callers: conditionJson(whoIsLetIn(source)),
    })),
    apis: apis.map(apiSummary),
  };
}

function printText(terminal: Terminal, result: CompileResult, outcome: Outcome, output: string): void {
  const { stdout } = terminal;
  printReport(terminal, 'text', result);
  if (result.diagnostics.length > 0) stdout.write(`\n${summaryLine(result)}`);
  if (outcome.is === 'not-compiled') stdout.write('nothing was compiled\n');
  if (outcome.is !== 'written') return;
  const { revision, sequence, signer, sources, apis } = outcome;
  if (sources.length > 0) stdout.write(sourceTable(sources.map(sourceSummary)));
  stdout.write(apiTable(apis.map(apiSummary)));
  for (const source of sources) stdout.write(`\n${callersText(source)}`);
  stdout.write(`\nbundle ${revision.slice(0, 12)} in ${printable(output)}\n`);
  if (signer !== null) stdout.write(`sequence ${sequence}, signed with the key ${signer}\n`);
}

/** `crm lets in caller.kind == human and "support" in caller.groups`, a line for each way in. */
function callersText(source: IrSource): string {
  const lines = conditionLines(whoIsLetIn(source));
  const title = `${printable(source.source)} lets in `;
  if (lines.length === 0) return `${title}nobody\n`;
  return lines.map((line, index) => `${index === 0 ? title : ' '.repeat(title.length)}${line}\n`).join('');
}
