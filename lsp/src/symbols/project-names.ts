/** Names of a whole project: what stands at the cursor, and where else it is named. */
import type { CheckResult } from '@dlpc/compiler';
import { SourceText } from '@dlpc/language';
import type { NameContext } from './name-context.ts';
import { occurrencesOf } from './occurrences-of.ts';
import { type Occurrence, type PolicySymbol, symbolKey } from './policy-symbol.ts';

/** Files are resolved once for each check: a rename asks for all of them, a hover for one. */
const known = new WeakMap<CheckResult, Map<string, readonly Occurrence[]>>();

/** Of the document as it is open. */
export function documentNames({ result, path, source, ast }: NameContext): readonly Occurrence[] {
  const isChecked = result.files.some((file) => file.ast === ast);
  return isChecked ? namesOf(result, path) : occurrencesOf(result.checked.program, ast, source);
}

/** Of every policy file of the project; the document as it is open. */
export function projectNames(context: NameContext): readonly Occurrence[] {
  const { result, path } = context;
  return [
    ...documentNames(context),
    ...result.files.filter((file) => file.path !== path).flatMap((file) => namesOf(result, file.path)),
  ];
}

/** Of every policy file as it was checked. */
export function checkedNames(result: CheckResult): readonly Occurrence[] {
  return result.files.flatMap(({ path }) => namesOf(result, path));
}

/** The innermost name at the cursor; one that ends there counts too. */
export function nameAtCursor(context: NameContext): Occurrence | null {
  const { offset } = context;
  const touching = documentNames(context).filter(({ span }) => span.start <= offset && offset <= span.end);
  return touching.find(({ span }) => offset < span.end) ?? touching[0] ?? null;
}

/** Each place that names `symbol`. */
export function namesMeaning(context: NameContext, symbol: PolicySymbol): readonly Occurrence[] {
  const key = symbolKey(symbol);
  return projectNames(context).filter((occurrence) => symbolKey(occurrence.symbol) === key);
}

function namesOf(result: CheckResult, path: string): readonly Occurrence[] {
  const byPath = known.get(result) ?? new Map<string, readonly Occurrence[]>();
  known.set(result, byPath);
  const names = byPath.get(path) ?? resolve(result, path);
  byPath.set(path, names);
  return names;
}

function resolve(result: CheckResult, path: string): readonly Occurrence[] {
  const file = result.files.find((candidate) => candidate.path === path);
  if (file === undefined) return [];
  const text = result.texts.get(path) ?? new SourceText(path, file.text);
  return occurrencesOf(result.checked.program, file.ast, text);
}
