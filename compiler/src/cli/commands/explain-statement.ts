/** `dlpc explain --as`: what the proxy would do with a statement of a caller, and why. */
import { type Diagnostic, escapedJson, printable, renderText, SourceText } from '@dlpc/language';
import { renderExplanation } from '../../ask/explain/render-explanation.ts';
import { explainStatement } from '../../asking/explain-statement.ts';
import type { Host } from '../../host/host.ts';
import { fromPlatform } from '../../host/paths.ts';
import { analysePolicies } from '../analysed-policies.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Format } from '../report.ts';
import { styleOf, type Terminal } from '../terminal.ts';

export interface ExplainStatementOptions {
  readonly format: Format;
  /** A caller as text, or the path of a file that holds one. */
  readonly as: string;
  /** An instant such as `2026-11-22T02:00:00Z`; now, unless given. */
  readonly at?: string | undefined;
  /** The database; needed where the policies declare several. */
  readonly on?: string | undefined;
}

/** A caller as a person writes one is short. */
const MAX_CALLER_BYTES = 64 * 1024;

/** Runs the command. What the decision is does not matter to the exit status. */
export async function runExplainStatement(
  host: Host,
  terminal: Terminal,
  statement: string,
  paths: readonly string[],
  { format, as, at, on }: ExplainStatementOptions,
): Promise<ExitCode> {
  const analysed = await analysePolicies(host, terminal, paths, format);
  if (!analysed.ok) return analysed.code;
  const { result, sources } = analysed.policies;
  const caller = await callerText(host, as);
  if (typeof caller === 'string') return refuse(terminal, caller);

  const explained = await explainStatement(host, { ...result, sources }, { caller, at, on, statement });
  if (explained.kind === 'refused') return refuse(terminal, explained.reason);
  if (explained.kind === 'mistaken caller') {
    report(terminal, explained.diagnostics, caller);
    return EXIT.usage;
  }
  const { explanation, layOut, notTaken } = explained;
  terminal.stdout.write(
    format === 'json'
      ? `${escapedJson(explanation)}\n`
      : renderExplanation(explanation, { colour: styleOf(terminal).colour, layOut }),
  );
  for (const reason of notTaken) terminal.stderr.write(`dlpc: ${printable(reason)}\n`);
  return EXIT.ok;
}

/** What describes the caller; a sentence where it cannot be read. */
async function callerText(host: Host, as: string): Promise<SourceText | string> {
  if (as.trimStart().startsWith('{')) return new SourceText('--as', as);
  const path = fromPlatform(as, process.platform);
  const read = await host.readText(path, MAX_CALLER_BYTES);
  return read.ok
    ? new SourceText(path, read.text)
    : `the caller \`${path}\` cannot be read: ${read.failure.reason}`;
}

function report(terminal: Terminal, problems: readonly Diagnostic[], source: SourceText): void {
  // Other places are in the policies, which are not what is wrong.
  const here = problems
    .map((problem) => ({ ...problem, related: [] }))
    .sort((a, b) => a.span.start - b.span.start);
  terminal.stderr.write(
    renderText(here, (file) => (file === source.file ? source : null), styleOf(terminal)),
  );
}

function refuse({ stderr }: Terminal, sentence: string): ExitCode {
  stderr.write(`dlpc: ${printable(sentence)}\n`);
  return EXIT.usage;
}
