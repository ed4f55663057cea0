/**
 * The compiled policies of one source, of whatever kind, among all requests that there can be: who each policy applies to, as a
 * set that can be compared with others of the same space. Stands on the intermediate form, which is what the proxy enforces.
 */
import type { PolicyIndex, PolicyRule, RuleEntry, RuleIndex } from '@dlpc/runtime/abi';
import { atomsOf } from '../check/satisfy/atoms.ts';
import { CallerSpace, type Callers } from '../check/satisfy/caller-space.ts';
import type { Condition, IrPolicies, OptionalField } from '../ir/ir.ts';
import { claimField } from './claim-field.ts';

export class PolicyWorld<Ir extends IrPolicies = IrPolicies> {
  readonly ir: Ir;
  readonly space: CallerSpace;
  /** Who is let in at all: carries the claims that must be there, and meets a policy that does not rest on hints. */
  readonly admitted: Callers;

  /** `absences`: claims that may be absent in this space, as other policies see it; whoever lacks a required one is refused. */
  constructor(ir: Ir, space: CallerSpace, absences: readonly Absence[] = []) {
    this.ir = ir;
    this.space = space;
    const required = new Set<OptionalField>(
      ir.claims.filter((claim) => !claim.optional).map(({ name }) => claimField(name)),
    );
    const lacking = absences.filter(({ field }) => required.has(field)).map((absence) => space.of(absence));
    const admitting = ir.policies.filter(({ admits }) => admits).map(({ condition }) => space.of(condition));
    this.admitted = space.both(space.either(...admitting), space.outside(...lacking));
  }

  /** Who is let in, and has the policy apply to them. */
  applies(policy: PolicyIndex): Callers {
    const condition = this.ir.policies[policy]?.condition;
    return condition === undefined
      ? this.space.nobody
      : this.space.both(this.space.of(condition), this.admitted);
  }

  /** Those to whom any of the rules applies. */
  anyOf(rules: readonly PolicyRule[]): Callers {
    return this.space.either(...[...new Set(rules.map(({ policy }) => policy))].map((p) => this.applies(p)));
  }

  /** The rules that apply to some of `callers`, each once, in their order. */
  rulesFor(rules: readonly PolicyRule[], callers: Callers): readonly RuleIndex[] {
    const { space } = this;
    const meant = rules.filter(
      ({ policy }) => space.ask(space.both(this.applies(policy), callers)).is !== 'empty',
    );
    return [...new Set(meant.map(({ rule }) => rule))].sort((a, b) => a - b);
  }

  /** A rule with its policy's name. */
  rule(index: RuleIndex): NamedRule | null {
    const rule = this.ir.rules[index];
    const policy = rule === undefined ? undefined : this.ir.policies[rule.policy];
    return rule === undefined || policy === undefined ? null : { ...rule, policyName: policy.name };
  }
}

export type Absence = Extract<Condition, { op: 'is-absent' }>;

export interface NamedRule extends RuleEntry {
  readonly policyName: string;
}

/** A space in which the policies of all `sources` can be compared. */
export function spaceOf(sources: readonly IrPolicies[], more: readonly Condition[] = []): CallerSpace {
  const conditions = sources.flatMap(({ policies }) => policies.map(({ condition }) => condition));
  const { texts, integers, booleans, sets } = atomsOf(conditions);
  const read = new Set<string>([texts, integers, booleans, sets].flatMap((fields) => [...fields.keys()]));
  // Whether an optional claim is there has to be asked, also where simplifying left no question about it: only then can what is
  // found be written as a condition again.
  const absences = sources.flatMap(({ claims }) =>
    claims.flatMap(({ name, type, optional }): Absence[] =>
      optional && read.has(claimField(name)) ? [{ op: 'is-absent', field: claimField(name), type }] : [],
    ),
  );
  return new CallerSpace([...conditions, ...more, ...absences]);
}
