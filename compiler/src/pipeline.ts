/**
 * The whole way from policy files to the intermediate form, stage by stage. What the stages do stands in their folders;
 * here is the order, and when it stops:
 *
 * - A stage takes what the one before could make of the input. A mistake in one file hides none in another.
 * - No stage throws on any input; it returns what it made and diagnostics.
 * - Where there is any error, nothing is lowered, and so nothing can be emitted.
 */
import {
  type ApiDeclaration,
  type DatabaseDeclaration,
  type Diagnostic,
  type PolicyFile,
  SourceText,
} from '@dlpc/language';
import { bindProgram } from './bind/bind-program.ts';
import { bundlePaths } from './bundle-paths.ts';
import { checkProgram } from './check/check-program.ts';
import type { CheckedProgram } from './check/checked-program.ts';
import type { Host } from './host/host.ts';
import type { IrApi, IrSource } from './ir/ir.ts';
import { type ApiCache, loadApis } from './load-apis.ts';
import { loadSchemas, type SchemaCache } from './load-schemas.ts';
import { lowerApis } from './lower/api/lower-apis.ts';
import { lowerProgram } from './lower/lower-program.ts';
import { Memo, Query } from './memo/memo.ts';
import { type ParsedPolicy, parsePolicies } from './parse-policies.ts';
import { type FoundProject, findProject, policyPaths } from './project/find-project.ts';
import { NEWEST_LANGUAGE } from './project/project.ts';
import { type InputFailure, type PolicySource, readPolicyFiles } from './read-policy-files.ts';
import { readRowConditions } from './read-row-conditions.ts';
import type { BoundTest } from './test-blocks/bound-test.ts';
import { checkTests } from './test-blocks/check-tests.ts';

const sourceText = new Query<SourceText>('text of a file');

/** What is known of a set of policies once it has been checked. */
export interface CheckResult {
  /** Those that were named, and those that they import. */
  readonly files: readonly ParsedPolicy[];
  /** The text of every file that a diagnostic can point into, by path: policies and schemas. */
  readonly texts: ReadonlyMap<string, SourceText>;
  /** By file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Inputs that could not be read at all. */
  readonly failures: readonly InputFailure[];
  /** The version of the language that the project is written in. */
  readonly language: number;
  readonly checked: CheckedProgram;
  /** The tests that stand beside the policies; those with mistakes have been reported. */
  readonly tests: readonly BoundTest[];
}

export interface CompileResult extends CheckResult {
  /** One for each database, ordered by name; null where there was an error. */
  readonly sources: readonly IrSource[] | null;
  /** One for each API, ordered by name; none where there was an error. */
  readonly apis: readonly IrApi[];
  /** The policy files under the paths by which the rules of `sources` name them. */
  readonly policies: readonly PolicySource[];
}

/**
 * Reads, parses, binds and checks the policies that `paths` (files and directories) name; without any, those of the project
 * that the current directory belongs to.
 *
 * Whoever checks again after an edit hands in the same `cache`, `apiCache` and `memo`: the result is that of a check from nothing.
 * Checks that share them must not overlap.
 */
export async function checkPolicies(
  host: Host,
  paths: readonly string[],
  cache?: SchemaCache,
  apiCache?: ApiCache,
  memo: Memo = new Memo(),
): Promise<CheckResult> {
  memo.begin();
  const project = await findProject(host, paths);
  const { files: named, failures } = await readPolicyFiles(host, await policyPaths(host, paths, project));

  const { files, diagnostics: syntax } = await parsePolicies(host, named, memo);
  const asts = files.map((file) => file.ast);

  const schemas = await loadSchemas(host, asts.flatMap(databasesOf), cache);

  const apis = await loadApis(host, asts.flatMap(apisOf), apiCache);

  const syntaxComplete = syntax.length === 0 && failures.length === 0;
  const bound = bindProgram(
    {
      files: asts,
      schemas: schemas.schemas,
      apis: apis.apis,
      rowConditions: await readRowConditions(asts, memo),
      syntaxComplete,
    },
    memo,
  );

  const { checked, diagnostics } = checkProgram(bound.program, host.now(), memo);

  const policyTexts = files.map(
    ({ path, text }) =>
      [path, memo.derive(sourceText, path, [text], () => new SourceText(path, text))] as const,
  );
  const texts = new Map([...schemas.texts, ...apis.texts, ...policyTexts, ...textOf(project)]);
  const { tests, diagnostics: testDiagnostics } = await checkTests(asts, bound.program, texts, memo);
  return {
    files,
    texts,
    diagnostics: inOrder([
      ...project.diagnostics,
      ...syntax,
      ...schemas.diagnostics,
      ...apis.diagnostics,
      ...bound.diagnostics,
      ...diagnostics,
      ...testDiagnostics,
    ]),
    failures: [...project.failures, ...failures],
    language: project.project?.language ?? NEWEST_LANGUAGE,
    checked,
    tests,
  };
}

/** Checks the policies and, where there is no error, lowers them. */
export async function compilePolicies(
  host: Host,
  paths: readonly string[],
  cache?: SchemaCache,
): Promise<CompileResult> {
  return lowerPolicies(await checkPolicies(host, paths, cache));
}

/** The same for policies that have been checked. */
export function lowerPolicies(result: CheckResult): CompileResult {
  const pathOf = bundlePaths(result.files.map((file) => file.path));
  const named = result.files.map((file) => ({ ...file, path: pathOf.get(file.path) ?? file.path }));
  const policies = named.map(({ path, text }) => ({ path, text }));
  if (hasErrors(result)) return { ...result, sources: null, apis: [], policies };

  const ruleFiles = new Map(
    result.files.map(({ path, text, ast }) => {
      const source = result.texts.get(path) ?? new SourceText(path, text);
      return [path, { source, ast, path: pathOf.get(path) ?? path }];
    }),
  );
  const sources = lowerProgram(result.checked, ruleFiles);
  return { ...result, sources, apis: lowerApis(result.checked, ruleFiles), policies };
}

/** Whether anything stands against compiling. */
export function hasErrors({ diagnostics, failures }: Pick<CheckResult, 'diagnostics' | 'failures'>): boolean {
  return failures.length > 0 || diagnostics.some((found) => found.severity === 'error');
}

function databasesOf(ast: PolicyFile): readonly DatabaseDeclaration[] {
  return ast.declarations.filter((declaration) => declaration.kind === 'DatabaseDeclaration');
}

function apisOf(ast: PolicyFile): readonly ApiDeclaration[] {
  return ast.declarations.filter((declaration) => declaration.kind === 'ApiDeclaration');
}

function textOf({ text }: FoundProject): readonly (readonly [string, SourceText])[] {
  return text === null ? [] : [[text.file, text]];
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => {
    if (a.span.file !== b.span.file) return a.span.file < b.span.file ? -1 : 1;
    return a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : 1);
  });
}
