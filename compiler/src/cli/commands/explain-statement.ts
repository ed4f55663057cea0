/** `dlpc explain --as`: what the proxy would do with a statement of a caller, and why. */
import {
  type Diagnostic,
  escapedJson,
  nearest,
  printable,
  renderText,
  type SourceText,
} from '@dlpc/language';
import type { Asker } from '@dlpc/runtime/abi';
import { explain } from '../../ask/explain/explanation.ts';
import { renderExplanation } from '../../ask/explain/render-explanation.ts';
import { isJudgedApi, type Judged, judgedApis } from '../../ask/http/judged-api.ts';
import { parseRequest } from '../../ask/http/request-text.ts';
import { judgedSources, loadGround } from '../../ask/judged-source.ts';
import { notTaken } from '../../ask/not-taken.ts';
import { layOutSql } from '../../ask/sql-layout.ts';
import type { Program } from '../../bind/program.ts';
import { parseCaller } from '../../callers/parse-caller.ts';
import { readCaller } from '../../callers/read-caller.ts';
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
  sql: string,
  paths: readonly string[],
  { format, as, at, on }: ExplainStatementOptions,
): Promise<ExitCode> {
  const now = at === undefined ? host.now() : instantOf(at);
  if (now === null)
    return refuse(terminal, `\`${at}\` is no instant; one is written \`2026-11-22T02:00:00Z\``);
  const analysed = await analysePolicies(host, terminal, paths, format);
  if (!analysed.ok) return analysed.code;
  const { program, sources, apis, result, fileName } = analysed.policies;

  const asker = await askerOf(host, terminal, as, program);
  if (asker === null) return EXIT.usage;
  const isRequest = parseRequest(sql) !== null;
  const judged: ReadonlyMap<string, Judged> = isRequest
    ? judgedApis(apis)
    : judgedSources(sources, await loadGround(host, result.checked));
  const source = sourceOf(judged, on, isRequest ? 'API' : 'database');
  if (typeof source === 'string') return refuse(terminal, source);

  const explanation = explain(source, { asker, now, sql }, { ...result, fileName });
  if (format === 'json') terminal.stdout.write(`${escapedJson(explanation)}\n`);
  else {
    const layOut = (text: string) =>
      isJudgedApi(source) ? text : layOutSql(text, (cut) => source.parser.scan(cut));
    terminal.stdout.write(renderExplanation(explanation, { colour: styleOf(terminal).colour, layOut }));
  }
  for (const reason of notTaken(judged)) terminal.stderr.write(`dlpc: ${printable(reason)}\n`);
  return EXIT.ok;
}

/** Null where the text is no caller, which then has been said. */
async function askerOf(host: Host, terminal: Terminal, as: string, program: Program): Promise<Asker | null> {
  const isText = as.trimStart().startsWith('{');
  const path = isText ? '--as' : fromPlatform(as, process.platform);
  const read = isText ? { ok: true as const, text: as } : await host.readText(path, MAX_CALLER_BYTES);
  if (!read.ok) {
    terminal.stderr.write(
      `dlpc: the caller \`${printable(path)}\` cannot be read: ${printable(read.failure.reason)}\n`,
    );
    return null;
  }
  const { caller, diagnostics: syntax, source } = parseCaller(path, read.text);
  const known = caller === null ? null : readCaller(caller, program.identity);
  const problems = [...syntax, ...(known?.diagnostics ?? [])];
  if (problems.length === 0 && known !== null) return known.asker;
  if (problems.length > 0) report(terminal, problems, source);
  else refuse(terminal, `\`${path}\` is no caller; one is written \`{ kind: human, groups: ["support"] }\``);
  return null;
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

/** The source that is meant; a sentence where none is, or it is not clear which. */
function sourceOf(
  sources: ReadonlyMap<string, Judged>,
  on: string | undefined,
  kind: 'database' | 'API',
): Judged | string {
  const names = [...sources.keys()];
  const listed = names.map((name) => `\`${name}\``).join(', ');
  if (on !== undefined) {
    const near = nearest(on, names);
    const hint = near === null ? `there is ${listed}` : `did you mean \`${near}\`?`;
    return sources.get(on) ?? `the policies declare no ${kind} \`${on}\`; ${hint}`;
  }
  const [only, ...others] = sources.values();
  if (only === undefined) return `the policies declare no ${kind}`;
  return others.length === 0 ? only : `the policies declare ${listed}: say with --on which is asked`;
}

function instantOf(text: string): number | null {
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

function refuse({ stderr }: Terminal, sentence: string): ExitCode {
  stderr.write(`dlpc: ${printable(sentence)}\n`);
  return EXIT.usage;
}
