/**
 * The decision: pure and tiny. No clock, no reading, no logging; deny is what is left.
 */
import type { Action, CommandRule, Effect, RelationEntry } from '../../abi.ts';

/** Indexes of the policies that apply to a caller. */
export type PolicySet = ReadonlySet<number>;

export interface CommandDecision {
  readonly effect: Effect;
  /** The rule that decided, the first of them where several say the same; null where none speaks of it, which denies. */
  readonly rule: number | null;
}

/** `deny` over `approve` over `allow` over nothing, whatever the order of policies and rules. */
export function decideCommand(
  relation: RelationEntry,
  action: Action,
  applicable: PolicySet,
): CommandDecision {
  let allowed: CommandRule | null = null;
  let held: CommandRule | null = null;
  for (const rule of relation.commands[action] ?? []) {
    if (!applicable.has(rule.policy)) continue;
    if (rule.effect === 'deny') return { effect: 'deny', rule: rule.rule };
    if (rule.effect === 'approve') held ??= rule;
    else allowed ??= rule;
  }
  const decisive = held ?? allowed;
  return decisive === null
    ? { effect: 'deny', rule: null }
    : { effect: decisive.effect, rule: decisive.rule };
}
