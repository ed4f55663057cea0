/** Changes policies one change at a time, and finds those that no test notices. */
import { SourceText } from '@dlpc/language';
import { type Judged, judgedApis } from '../../ask/http/judged-api.ts';
import { type Ground, judgedSources } from '../../ask/judged-source.ts';
import type { Host } from '../../host/host.ts';
import type { SchemaCache } from '../../load-schemas.ts';
import { type CompileResult, compilePolicies } from '../../pipeline.ts';
import { runCase } from '../run-tests.ts';
import { isEquivalent } from './is-equivalent.ts';
import type { Mutation } from './mutation.ts';
import { withText } from './overlay.ts';
import { proposeMutations } from './propose-mutations.ts';

export interface MutantReport {
  /** Changes after which a test failed. */
  readonly killed: number;
  /** Changes that change no decision for anyone. */
  readonly equivalent: number;
  /** Changes with which the policies do not compile. */
  readonly stillborn: number;
  readonly survivors: readonly Survivor[];
  /** Changes that were not tried, since there are more than were asked for. */
  readonly leftOut: number;
}

export interface Survivor {
  readonly file: string;
  readonly line: number;
  /** What was changed, as a clause. */
  readonly what: string;
  /** What a test would have to expect to notice it, as a clause. */
  readonly notice: string;
  /** The line as it stands there. */
  readonly text: string;
}

export interface MutantOptions {
  readonly host: Host;
  readonly paths: readonly string[];
  /** The policies, which compile, and whose tests pass. */
  readonly result: CompileResult;
  readonly ground: Ground;
  readonly now: number;
  /** Whether the test of this name counts. */
  readonly isRun: (name: string) => boolean;
  /** How many changes are tried at most. */
  readonly most: number;
  /** Told how many changes were tried, of how many. */
  readonly progress?: (done: number, total: number) => void;
}

export async function runMutants(options: MutantOptions): Promise<MutantReport> {
  const { host, paths, result, most, progress } = options;
  const schemas: SchemaCache = new Map();
  const all = result.files.flatMap(({ path, text, ast }) =>
    proposeMutations(ast, text).map((mutation) => ({ path, text, mutation })),
  );
  const proposed = spread(all, most);
  const found = { killed: 0, equivalent: 0, stillborn: 0 };
  const survivors: Survivor[] = [];
  for (const [index, { path, text, mutation }] of proposed.entries()) {
    progress?.(index, proposed.length);
    const mutated = text.slice(0, mutation.span.start) + mutation.text + text.slice(mutation.span.end);
    const mutant = await compilePolicies(withText(host, path, mutated), paths, schemas);
    if (mutant.sources === null) found.stillborn += 1;
    else if (isNoticed(mutant, options)) found.killed += 1;
    else if (isEquivalent(result, mutant)) found.equivalent += 1;
    else survivors.push(survivor(path, text, mutation));
  }
  return { ...found, survivors, leftOut: all.length - proposed.length };
}

/** So many of them, evenly: of the same policies the same ones. */
function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)]).filter(
    (item) => item !== undefined,
  );
}

/** Whether any case has another outcome than it should. */
function isNoticed(mutant: CompileResult, { ground, now, isRun }: MutantOptions): boolean {
  const sources = new Map<string, Judged>([
    ...judgedSources(mutant.sources ?? [], ground),
    ...judgedApis(mutant.apis),
  ]);
  const tests = mutant.tests.filter(({ name }) => isRun(name));
  return tests.some((test) =>
    test.cases.some((testCase) => {
      const result = runCase(test, testCase, sources, now);
      return result !== null && result.instead !== null;
    }),
  );
}

function survivor(file: string, text: string, { span, what, notice }: Mutation): Survivor {
  const { line } = new SourceText(file, text).positionAt(span.start);
  return { file, line, what, notice, text: (text.split('\n')[line - 1] ?? '').trim() };
}
