/**
 * Holds a value against a shape and tells every mistake at once: valibot finds them, this words them. Adds what
 * valibot leaves out: all unknown keys of an object rather than the first, each with the nearest known one.
 */
import * as v from 'valibot';
import { foundText } from './found.ts';
import { nearest } from './nearest.ts';
import { bounded, type Path, type Place, type Problem } from './problem.ts';
import { entriesOf, expectedBy, nodeAt, type SchemaNode } from './schema-tree.ts';

export type ShapeCheck<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks `value` against `schema`; problems are ordered by where they stand. */
export function checkShape<const Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  locate: (path: Path) => Place,
): ShapeCheck<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, value);
  if (result.success) return { ok: true, value: result.output };
  const problems = result.issues
    .flatMap((issue) => findingsOf(issue, schema))
    .map((finding): Problem => ({ ...finding, place: locate(finding.path) }));
  return { ok: false, problems: inOrder(withoutRepeats(problems)) };
}

/** By line and column; a problem of the file as a whole comes first. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (left, right) =>
      (left.place?.line ?? 0) - (right.place?.line ?? 0) ||
      (left.place?.column ?? 0) - (right.place?.column ?? 0),
  );
}

type Finding = Omit<Problem, 'place'>;

function findingsOf(issue: v.BaseIssue<unknown>, schema: SchemaNode): readonly Finding[] {
  const path: Path = (issue.path ?? []).map((item) => String(item.key));
  const last = issue.path?.at(-1);
  if (last?.origin === 'key' && issue.type === 'strict_object') {
    const entries = entriesOf(nodeAt(schema, path.slice(0, -1)) ?? schema) ?? {};
    return issue.expected === 'never'
      ? unknownKeys(path.slice(0, -1), last.input, Object.keys(entries))
      : [missing(path, entries)];
  }
  if (last?.origin === 'key') {
    return [{ path, message: `is no name for this, expected ${issue.message}`, hint: null }];
  }
  const textExpected = issue.kind === 'validation' || issue.type === 'picklist';
  const found = foundText(issue.input, path, textExpected);
  return [{ path, message: `found ${found}, expected ${issue.message}`, hint: null }];
}

function missing(path: Path, entries: Readonly<Record<string, SchemaNode>>): Finding {
  const member = entries[path.at(-1) ?? ''];
  const expected = member === undefined ? 'a value' : expectedBy(member);
  return { path, message: `is missing, expected ${expected}`, hint: null };
}

function unknownKeys(parent: Path, object: unknown, known: readonly string[]): readonly Finding[] {
  const keys = typeof object === 'object' && object !== null ? Object.keys(object) : [];
  return keys
    .filter((key) => !known.includes(key))
    .map((key) => ({ path: [...parent, key], message: 'is not a known key', hint: knownHint(key, known) }));
}

function knownHint(key: string, known: readonly string[]): string {
  const guess = nearest(bounded(key, 64), known);
  return guess === null
    ? `Known keys are ${known.map((name) => `\`${name}\``).join(', ')}.`
    : `Did you mean \`${guess}\`?`;
}

/** One fault can fail several checks of a pipe, all with the same phrase. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = JSON.stringify([problem.path, problem.message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
