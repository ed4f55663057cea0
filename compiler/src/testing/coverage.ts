/** How much of the policies the tests reach: rules that decided in a case, and labels that a column of a result carried. */
import type { HttpMatcher, Matcher, RuleIndex } from '@dlpc/runtime/abi';
import type { Judged } from '../ask/http/judged-api.ts';
import type { TestResult } from './run-tests.ts';

export interface Coverage {
  readonly rules: readonly CoveredRule[];
  readonly labels: readonly CoveredLabel[];
}

export interface CoveredRule {
  readonly source: string;
  readonly rule: RuleIndex;
  /** Cases in which it decided. */
  readonly cases: number;
}

export interface CoveredLabel {
  readonly label: string;
  /** Cases in which a column of the result carried it. */
  readonly cases: number;
}

/** Of all sources. Budgets, alerts and records decide on no single statement, so that nothing is asked of them. */
export function coverageOf(results: readonly TestResult[], sources: ReadonlyMap<string, Judged>): Coverage {
  const rules = new Map<string, Map<RuleIndex, number>>();
  const labels = new Map<string, number>();
  for (const [name, { matcher }] of sources) {
    rules.set(name, new Map(decidingRules(matcher).map((rule) => [rule, 0])));
    for (const label of labelsOf(matcher)) labels.set(label, 0);
  }
  for (const { cases } of results)
    for (const { testCase, answer } of cases) {
      const counts = rules.get(testCase.source.name) ?? new Map<RuleIndex, number>();
      const columns = (answer.columns ?? []).flatMap((column) => column.sources);
      const reached = new Set([
        ...answer.accesses.flatMap(({ rules: decided, filters }) => [...decided, ...filters]),
        ...columns.flatMap((column) => column.rules),
      ]);
      for (const rule of reached) count(counts, rule);
      for (const label of new Set(columns.flatMap((column) => column.labels))) count(labels, label);
    }
  return {
    rules: [...rules].flatMap(([source, counts]) =>
      [...counts].map(([rule, cases]) => ({ source, rule, cases })),
    ),
    labels: [...labels].map(([label, cases]) => ({ label, cases })),
  };
}

/** The share of what was reached, in percent; all of nothing is everything. */
export function shareOf(covered: readonly { readonly cases: number }[]): number {
  if (covered.length === 0) return 100;
  return (100 * covered.filter(({ cases }) => cases > 0).length) / covered.length;
}

/** Counts what is known; a rule that decides nothing by itself is not. */
function count<K>(counts: Map<K, number>, key: K): void {
  const before = counts.get(key);
  if (before !== undefined) counts.set(key, before + 1);
}

function decidingRules(matcher: Matcher | HttpMatcher): readonly RuleIndex[] {
  const rules = new Set<RuleIndex>();
  if ('operations' in matcher) {
    for (const operation of matcher.operations) for (const { rule } of operation.rules) rules.add(rule);
    for (const label of matcher.fields.flatMap(({ labels }) => labels))
      for (const { rule } of label.rules) rules.add(rule);
    return [...rules].sort((a, b) => a - b);
  }
  const { relations } = matcher;
  for (const { commands, columns, filters } of relations.values()) {
    for (const said of [...Object.values(commands), filters]) for (const { rule } of said) rules.add(rule);
    for (const { labels, parts } of columns)
      for (const label of [...labels, ...parts.flatMap((part) => part.labels)])
        for (const { rule } of label.rules) rules.add(rule);
  }
  return [...rules].sort((a, b) => a - b);
}

function labelsOf(matcher: Matcher | HttpMatcher): readonly string[] {
  if ('operations' in matcher) {
    const carried = matcher.fields.flatMap(({ labels }) => labels);
    return [...new Set(carried.map(({ label }) => label))].sort();
  }
  const carried = [...matcher.relations.values()]
    .flatMap(({ columns }) => columns)
    .flatMap(({ labels, parts }) => [...labels, ...parts.flatMap((part) => part.labels)]);
  return [...new Set(carried.map(({ label }) => label))].sort();
}
