/** What a matcher decides, read as the ABI says: for comparing matchers, however they came about, with the interpreter. */
import { ABI_VERSION, type Action, type Matcher, relationKey } from '@dlpc/runtime/abi';
import type { IrSource } from '../../../compiler/src/ir/ir.ts';
import { applicablePolicies } from '../../../runtime/src/judge/applicable-policies.ts';
import { type Asked, holds } from '../support/arbitrary-condition.ts';

/** The effect of the rules that apply; without one, denied. */
export function decide(
  matcher: Matcher,
  asked: Asked,
  schema: string,
  name: string,
  action: Action,
): 'allow' | 'deny' {
  const applicable = applicablePolicies(matcher, asked, asked.now);
  const rules = matcher.relations.get(relationKey(schema, name))?.commands[action] ?? [];
  const effects = rules.filter(({ policy }) => applicable.includes(policy)).map(({ effect }) => effect);
  if (effects.includes('deny')) return 'deny';
  return effects.includes('allow') ? 'allow' : 'deny';
}

/** The treatment that reveals least, of those that apply to any label; null for a column without labels. */
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
  return least?.text ?? null;
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
