/**
 * The decision: pure and tiny. No clock, no reading, no logging; deny is what is left.
 */
import type { Action, Approval, CommandRule, Effect, RelationEntry, RuleIndex } from '../../abi.ts';

/** Indexes of the policies that apply to a caller. */
export type PolicySet = ReadonlySet<number>;

export interface CommandDecision {
  readonly effect: Effect;
  /** The rule that decided, the first of them where several say the same; null where none speaks of it, which denies. */
  readonly rule: number | null;
  /** Of `approve`, all that must be given. */
  readonly approvals: readonly RuledApproval[];
}

/** An approval, and the rule that asks for it. */
export interface RuledApproval extends Approval {
  readonly rule: RuleIndex;
}

/** What is asked for: an action, and whether every row may be met by it, for want of a condition. */
export interface Command {
  readonly action: Action;
  readonly lacksWhere: boolean;
}

/** Reading, which has no condition to lack. */
export const SELECT: Command = { action: 'select', lacksWhere: false };

const NONE: readonly RuledApproval[] = [];

/** `deny` over `approve` over `allow` over nothing, whatever the order of policies and rules. */
export function decideCommand(
  relation: RelationEntry,
  { action, lacksWhere }: Command,
  applicable: PolicySet,
): CommandDecision {
  const rules = relation.commands[action] ?? [];
  let allowed: CommandRule | null = null;
  let held: CommandRule | null = null;
  for (const rule of rules) {
    if (!applicable.has(rule.policy)) continue;
    if (rule.effect === 'deny') {
      if (rule.withoutWhere && HAS_WHERE.has(action) && !lacksWhere) continue;
      return { effect: 'deny', rule: rule.rule, approvals: NONE };
    }
    if (rule.effect === 'approve') held ??= rule;
    else allowed ??= rule;
  }
  if (held !== null) {
    const approvals = rules.flatMap(({ policy, rule, approval }) =>
      approval !== null && applicable.has(policy) ? [{ ...approval, rule }] : [],
    );
    return { effect: 'approve', rule: held.rule, approvals };
  }
  return allowed === null
    ? { effect: 'deny', rule: null, approvals: NONE }
    : { effect: 'allow', rule: allowed.rule, approvals: NONE };
}

/** Commands that may be denied for want of a condition. */
const HAS_WHERE: ReadonlySet<Action> = new Set(['update', 'delete']);
