/** A question as people write it (a caller, an instant, a statement) → the explanation, or what is wrong with the question. For `dlpc explain --as`, and for editors. */
import { type Diagnostic, nearest, type SourceText } from '@dlpc/language';
import type { Asker } from '@dlpc/runtime/abi';
import { type Explanation, explain } from '../ask/explain/explanation.ts';
import { isJudgedApi, type Judged, judgedApis } from '../ask/http/judged-api.ts';
import { parseRequest } from '../ask/http/request-text.ts';
import { judgedSources, loadGround } from '../ask/judged-source.ts';
import { notTaken } from '../ask/not-taken.ts';
import { layOutSql } from '../ask/sql-layout.ts';
import type { Program } from '../bind/program.ts';
import { bundlePaths } from '../bundle-paths.ts';
import { parseCaller } from '../callers/parse-caller.ts';
import { readCaller } from '../callers/read-caller.ts';
import type { Host } from '../host/host.ts';
import type { IrSource } from '../ir/ir.ts';
import type { CompileResult } from '../pipeline.ts';

export type { Explanation } from '../ask/explain/explanation.ts';

export interface WrittenQuestion {
  /** As a test writes it. */
  readonly caller: SourceText;
  /** `2026-11-22T02:00:00Z`; now, unless given. */
  readonly at?: string | undefined;
  /** The source; needed where the policies declare several. */
  readonly on?: string | undefined;
  /** SQL, or a request as tests write them: `GET /v1/customers/42`. */
  readonly statement: string;
}

export type Explained =
  | {
      readonly kind: 'explained';
      readonly explanation: Explanation;
      /** A text of the source's, broken into lines for people. */
      readonly layOut: (text: string) => string;
      /** Why the proxy would not take the bundle at all. */
      readonly notTaken: readonly string[];
    }
  /** Mistakes in the caller, by place. */
  | { readonly kind: 'mistaken caller'; readonly diagnostics: readonly Diagnostic[] }
  /** A sentence. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Asks of policies that compiled: `sources` are those of `result`. */
export async function explainStatement(
  host: Host,
  { sources, ...result }: CompileResult & { readonly sources: readonly IrSource[] },
  { caller, at, on, statement }: WrittenQuestion,
): Promise<Explained> {
  const now = at === undefined ? host.now() : instantOf(at);
  if (now === null) return refused(`\`${at}\` is no instant; one is written \`2026-11-22T02:00:00Z\``);
  const asker = askerOf(caller, result.checked.program);
  if (!('caller' in asker)) return asker;
  const isRequest = parseRequest(statement) !== null;
  const judged: ReadonlyMap<string, Judged> = isRequest
    ? judgedApis(result.apis)
    : judgedSources(sources, await loadGround(host, result.checked));
  const source = sourceOf(judged, on, isRequest ? 'API' : 'database');
  if (typeof source === 'string') return refused(source);

  const named = bundlePaths(result.files.map(({ path }) => path));
  const original = new Map([...named].map(([path, inBundle]) => [inBundle, path]));
  const fileName = (path: string): string => original.get(path) ?? path;
  return {
    kind: 'explained',
    explanation: explain(source, { asker, now, sql: statement }, { ...result, fileName }),
    layOut: (text) => (isJudgedApi(source) ? text : layOutSql(text, (cut) => source.parser.scan(cut))),
    notTaken: notTaken(judged),
  };
}

function refused(reason: string): Explained {
  return { kind: 'refused', reason };
}

function askerOf(text: SourceText, program: Program): Asker | Exclude<Explained, { kind: 'explained' }> {
  const { caller, diagnostics: syntax } = parseCaller(text.file, text.text);
  const known = caller === null ? null : readCaller(caller, program.identity);
  const diagnostics = [...syntax, ...(known?.diagnostics ?? [])];
  if (diagnostics.length > 0) return { kind: 'mistaken caller', diagnostics };
  if (known !== null) return known.asker;
  return {
    kind: 'refused',
    reason: `\`${text.file}\` is no caller; one is written \`{ kind: human, groups: ["support"] }\``,
  };
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
