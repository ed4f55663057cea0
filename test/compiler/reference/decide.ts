/** What a matcher decides, read as the ABI says: for comparing matchers, however they came about, with the interpreter. */
import {
  ABI_VERSION,
  type Action,
  type Effect,
  type Matcher,
  type PolicyRule,
  relationKey,
} from '@dlpc/runtime/abi';
import type { IrSource } from '../../../compiler/src/ir/ir.ts';
import { applicablePolicies } from '../../../runtime/src/judge/applicable-policies.ts';
import { type Asked, holds } from '../support/arbitrary-condition.ts';

/** The effect of the rules that apply, to a statement that has a `where` or one that has none; without a rule, denied. */
export function decide(
  matcher: Matcher,
  asked: Asked,
  schema: string,
  name: string,
  action: Action,
  hasWhere = true,
): Effect {
  const applicable = applicablePolicies(matcher, asked, asked.now);
  const rules = matcher.relations.get(relationKey(schema, name))?.commands[action] ?? [];
  const effects = rules
    .filter(({ policy, withoutWhere }) => applicable.includes(policy) && !(withoutWhere && hasWhere))
    .map(({ effect }) => effect);
  for (const effect of ['deny', 'approve', 'allow'] as const) if (effects.includes(effect)) return effect;
  return 'deny';
}

/** Everything that a matcher says to a caller of an action on a relation, each with its line. */
export function reasonsOf(
  matcher: Matcher,
  asked: Asked,
  schema: string,
  name: string,
  action: Action,
): readonly string[] {
  const applicable = applicablePolicies(matcher, asked, asked.now);
  const entry = matcher.relations.get(relationKey(schema, name));
  const said = <R extends PolicyRule>(rules: readonly R[] | undefined, textOf: (rule: R) => string) =>
    (rules ?? [])
      .filter(({ policy }) => applicable.includes(policy))
      .map((rule) => `${matcher.rules[rule.rule]?.line} ${textOf(rule)}`);
  return [
    ...said(entry?.commands[action], ({ effect, withoutWhere, approval }) => {
      if (approval === null) return withoutWhere ? `${effect} without where` : effect;
      return `${effect} by ${approval.people} of ${approval.by} in ${approval.within / 60} minutes`;
    }),
    ...said(entry?.alerts[action], () => 'alert'),
    ...said(entry?.filters, () => 'filter'),
    ...said(entry?.declassifications, ({ labels }) => `declassify ${labels}`),
  ].sort();
}

/** The budgets of a caller, and the most that one of its policies records. */
export function budgetsOf(matcher: Matcher, asked: Asked) {
  const applicable = applicablePolicies(matcher, asked, asked.now);
  const limits = matcher.limits
    .filter(({ policy }) => applicable.includes(policy))
    .map(({ amount, unit, per, beyond }) => `${beyond} ${amount} ${unit} ${per}`);
  const levels = applicable.map((policy) => matcher.policies[policy]?.record);
  const record = ['everything', 'metadata', 'none'].find((level) => levels.some((l) => l === level)) ?? null;
  return { limits: limits.sort(), record };
}

/**
 * The treatment that reveals least, of those that apply to any label, with `, lookup` where all let rows be found by value; null for a column without
 * labels.
 */
export function treatmentOf(
  matcher: Matcher,
  asked: Asked,
  schema: string,
  name: string,
  column: string,
): string | null {
  const applicable = applicablePolicies(matcher, asked, asked.now);
  const found = matcher.relations.get(relationKey(schema, name))?.columns.find((c) => c.name === column);
  if (found === undefined || found.labels.length === 0) return null;
  const treatments = found.labels.flatMap(({ rules }) => {
    const said = rules.filter(({ policy }) => applicable.includes(policy));
    return said.length > 0 ? said.map(({ treatment }) => treatment) : [found.fallback];
  });
  const least = treatments.reduce((a, b) => (a !== null && b !== null && b.rank < a.rank ? b : a));
  if (least === undefined || least === null) return null;
  const finds = treatments.every((one) => one !== null && (one.lookup || one.sql === null));
  return finds && least.lookup ? `${least.text}, lookup` : least.text;
}

/** The intermediate form as the matcher that it describes. */
export function matcherOf(ir: IrSource): Matcher {
  return {
    abi: ABI_VERSION,
    source: ir.source,
    identity: ir.identity,
    claims: ir.claims,
    // Conditions are read off their form, and ask the clock themselves.
    windows: [],
    ends: [],
    policies: ir.policies.map(({ name, condition, admits, record }) => ({
      name,
      admits,
      record,
      applies: (request) => holds(condition, request),
    })),
    rules: ir.rules,
    limits: ir.limits,
    relations: new Map(
      ir.relations.map((relation) => [relationKey(relation.schema, relation.name), relation]),
    ),
  };
}
