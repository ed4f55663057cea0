/**
 * The decision: pure and tiny. No clock, no reading, no logging; deny is what is left.
 */
import type { Action, CommandRule, RelationEntry } from '../../abi.ts';

/** Indexes of the policies that apply to a caller. */
export type PolicySet = ReadonlySet<number>;

export interface CommandDecision {
  readonly effect: 'allow' | 'deny';
  /** The rule that decided; null where none speaks of it, which denies. */
  readonly rule: number | null;
}

/** `deny` over `allow` over nothing, whatever the order of policies and rules. */
export function decideCommand(
  relation: RelationEntry,
  action: Action,
  applicable: PolicySet,
): CommandDecision {
  let allowed: CommandRule | null = null;
  for (const rule of relation.commands[action] ?? []) {
    if (!applicable.has(rule.policy)) continue;
    if (rule.effect === 'deny') return { effect: 'deny', rule: rule.rule };
    allowed ??= rule;
  }
  return allowed === null ? { effect: 'deny', rule: null } : { effect: 'allow', rule: allowed.rule };
}
