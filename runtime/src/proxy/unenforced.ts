/**
 * What a matcher asks for and this version of the data path does not do. A policy that is not kept must not be in force: the
 * proxy refuses its bundle instead of leaving a part of it out.
 */
import type { ColumnEntry, LabelEntry, Matcher, PolicyRule, RuleEntry } from '../abi.ts';

/** The first rule of each kind, a clause each. */
export function unenforced(matcher: Matcher): readonly string[] {
  const relations = [...matcher.relations.values()];
  const columns = relations.flatMap((relation) => relation.columns);
  const lookups = columns
    .flatMap(labelsOf)
    .flatMap(({ rules }) => rules)
    .filter(({ treatment }) => treatment.lookup);
  const found: readonly (readonly [string, PolicyRule | undefined])[] = [
    ['lets rows be found by value', lookups[0]],
  ];
  const clauses = found.flatMap(([what, rule]) =>
    rule === undefined ? [] : `${place(matcher.rules[rule.rule])} ${what}`,
  );
  return clauses.map((clause) => `${clause}, which this version of the proxy does not do`);
}

function labelsOf({ labels, parts }: ColumnEntry): readonly LabelEntry[] {
  return [...labels, ...parts.flatMap((part) => part.labels)];
}

function place(rule: RuleEntry | undefined): string {
  return rule === undefined ? 'a rule' : `\`${rule.text}\` (${rule.file}:${rule.line})`;
}
