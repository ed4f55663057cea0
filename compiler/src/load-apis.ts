/** Loads the document that each `api` declaration names. */
import { type ApiDeclaration, type Diagnostic, diagnostic, SourceText, type Span } from '@dlpc/language';
import type { Host } from './host/host.ts';
import { dirname, resolveBeside } from './host/paths.ts';
import { type ApiLoad, loadApi } from './openapi/load-api.ts';
import type { ApiModel } from './openapi/model/api-model.ts';
import type { ApiProblem } from './openapi/problem.ts';

export interface LoadedApis {
  /** A declaration whose document could not be read is missing. */
  readonly apis: ReadonlyMap<ApiDeclaration, ApiModel>;
  /** The texts of all files of documents, by path: diagnostics point into them. */
  readonly texts: ReadonlyMap<string, SourceText>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The diagnostic of each kind of problem. */
const NAMES = {
  invalid: 'invalid-api',
  'foreign-reference': 'foreign-reference',
  'broken-reference': 'broken-reference',
  'ambiguous-paths': 'ambiguous-paths',
  caveat: 'api-caveat',
} as const satisfies Record<ApiProblem['kind'], string>;

/** What was loaded, by path and roots. Whoever keeps one vouches that the files do not change. */
export type ApiCache = Map<string, ApiLoad>;

/** Loads each document once for each directory of policies that names it: references may lead into both. */
export async function loadApis(
  host: Host,
  declarations: readonly ApiDeclaration[],
  cache: ApiCache = new Map(),
): Promise<LoadedApis> {
  const apis = new Map<ApiDeclaration, ApiModel>();
  const texts = new Map<string, SourceText>();
  const diagnostics: Diagnostic[] = [];
  const loads = new Map<string, ApiLoad | string>();
  for (const declaration of declarations) {
    const { from } = declaration;
    const path = resolveBeside(from.span.file, from.value);
    const roots = [dirname(path), dirname(from.span.file)];
    const key = JSON.stringify([path, roots]);
    const known = loads.get(key);
    const load = known ?? cache.get(key) ?? (await loadApi(host, path, roots));
    loads.set(key, load);
    if (typeof load === 'string') {
      diagnostics.push(diagnostic('unreadable-api', from.span, { path: from.value, reason: load }));
      continue;
    }
    cache.set(key, load);
    if (load.model !== null) apis.set(declaration, load.model);
    if (known !== undefined) continue;
    for (const [file, text] of load.texts) if (!texts.has(file)) texts.set(file, new SourceText(file, text));
    diagnostics.push(...load.problems.map((problem) => problemDiagnostic(problem, from.span)));
  }
  return { apis, texts, diagnostics };
}

function problemDiagnostic({ kind, message, file, start, end }: ApiProblem, from: Span): Diagnostic {
  const related = [{ message: 'the API is declared here', span: from }];
  return diagnostic(NAMES[kind], { file, start, end }, { problem: message }, { related });
}
