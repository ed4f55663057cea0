/** From what a script exports to a {@link Matcher} that holds together: every index leads somewhere, every key fits. */
import {
  type BundleSource,
  type Matcher,
  type PolicyRule,
  type RelationEntry,
  relationKey,
  type SourceContents,
} from '../abi.ts';
import { checkAs, commonFault, type Fault, ruleFault } from './matcher-coherence.ts';
import { matcherShape } from './matcher-shape.ts';
import type { Outcome } from './problem.ts';

/** Checks the matcher of `source`, a database. `files` are the paths that the manifest names. */
export function checkMatcher(
  value: unknown,
  source: BundleSource,
  files: ReadonlySet<string>,
): Outcome<Matcher> {
  return checkAs(matcherShape, value, source, (matcher) => faultOf(matcher, source, files));
}

function faultOf(matcher: Matcher, source: BundleSource, files: ReadonlySet<string>): Fault {
  const common = commonFault(matcher, contentsOf(matcher), source, files);
  if (common !== null) return common;
  for (const [key, relation] of matcher.relations) {
    const name = `${relation.schema}.${relation.name}`;
    if (key !== relationKey(relation.schema, relation.name)) return `has \`${name}\` in a wrong place`;
    if (new Set(relation.columns.map((column) => column.name)).size < relation.columns.length)
      return `has a column of \`${name}\` twice`;
    const fault = ruleFault(matcher, rulesOf(relation), `\`${name}\``);
    if (fault !== null) return fault;
  }
  return null;
}

/** What people are shown of a matcher must be true of it. */
function contentsOf({ policies, rules, relations }: Matcher): SourceContents {
  const columns = [...relations.values()].flatMap((relation) => relation.columns);
  return {
    policies: policies.map(({ name }) => name),
    rules: rules.length,
    relations: relations.size,
    protectedColumns: columns.filter(({ labels }) => labels.length > 0).length,
  };
}

function* rulesOf(relation: RelationEntry): Iterable<PolicyRule> {
  for (const rules of Object.values(relation.commands)) yield* rules;
  for (const rules of Object.values(relation.alerts)) yield* rules;
  yield* relation.filters;
  yield* relation.declassifications;
  for (const column of relation.columns)
    for (const { labels } of [column, ...column.parts]) for (const { rules } of labels) yield* rules;
}
