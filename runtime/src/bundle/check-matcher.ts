/** From what a script exports to a {@link Matcher} that holds together: every index leads somewhere, every key fits. */
import * as v from 'valibot';
import {
  ABI_VERSION,
  type BundleSource,
  canonicalJson,
  MANIFEST_FILE,
  type Matcher,
  type PolicyRule,
  type RelationEntry,
  relationKey,
  type SourceContents,
} from '../abi.ts';
import { matcherShape } from './matcher-shape.ts';
import { done, type Outcome, refuse } from './problem.ts';

/** Checks the matcher of `source`. `files` are the paths that the manifest names. */
export function checkMatcher(
  value: unknown,
  source: BundleSource,
  files: ReadonlySet<string>,
): Outcome<Matcher> {
  const parsed = parse(value);
  if (parsed === null) return refuse('failing-matcher', `the matcher of \`${source.name}\` throws an error`);
  if (!parsed.success) return malformed(source, `is wrong at \`${v.getDotPath(parsed.issues[0]) ?? '$'}\``);
  const fault = incoherence(parsed.output, source, files);
  return fault === null ? done(parsed.output) : malformed(source, fault);
}

/** Null where looking at the value throws: an object can run code of the script when it is looked at. */
function parse(value: unknown) {
  try {
    return v.safeParse(matcherShape, value, { abortEarly: true });
  } catch {
    return null;
  }
}

function incoherence(matcher: Matcher, source: BundleSource, files: ReadonlySet<string>): string | null {
  if (matcher.abi !== ABI_VERSION) return `speaks ABI ${matcher.abi}, unlike its bundle`;
  if (matcher.source !== source.name) return `decides for \`${matcher.source}\``;
  if (canonicalJson(contentsOf(matcher)) !== canonicalJson(source.contents))
    return `does not hold what \`${MANIFEST_FILE}\` says of it`;
  for (const { policy, rule } of matcher.limits)
    if (matcher.rules[rule]?.policy !== policy)
      return `names rule ${rule} of policy ${policy} for a limit, which it does not have`;
  for (const { policy, file } of matcher.rules) {
    if (policy >= matcher.policies.length) return `has a rule of policy ${policy}, which it does not have`;
    if (!files.has(file)) return `has a rule of \`${file}\`, which the bundle does not have`;
  }
  for (const [key, relation] of matcher.relations) {
    const name = `${relation.schema}.${relation.name}`;
    if (key !== relationKey(relation.schema, relation.name)) return `has \`${name}\` in a wrong place`;
    if (new Set(relation.columns.map((column) => column.name)).size < relation.columns.length)
      return `has a column of \`${name}\` twice`;
    for (const { policy, rule } of rulesOf(relation))
      if (matcher.rules[rule]?.policy !== policy)
        return `names rule ${rule} of policy ${policy} for \`${name}\`, which it does not have`;
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

function malformed(source: BundleSource, what: string) {
  return refuse('malformed-matcher', `the matcher of \`${source.name}\` ${what}`);
}
