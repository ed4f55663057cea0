/**
 * The decision: pure and tiny. No clock, no reading, no logging; deny is what is left.
 */
import type { Action, Approval, CommandRule, Effect, RelationEntry, RuleIndex } from '../../abi.ts';

/**
 * The policies that apply to who asks. Where they act for others, each link of the delegation has its own; what is allowed, every one of
 * them must allow, and of what they show the least is shown.
 */
export interface PolicySet {
  /** Whether it applies to any link. */
  has(policy: number): boolean;
  /** Indexes by link, who asks first; never empty. */
  readonly links: readonly ReadonlySet<number>[];
}

/** One link for each argument. */
export function policySet(...links: readonly Iterable<number>[]): PolicySet {
  const sets = links.map((link) => new Set(link));
  const all = new Set(sets.flatMap((set) => [...set]));
  return { has: (policy) => all.has(policy), links: sets };
}

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

/** `deny` over `approve` over `allow` over nothing, whatever the order of policies and rules; over several links, the strictest. */
export function decideCommand(
  relation: RelationEntry,
  command: Command,
  { links }: PolicySet,
): CommandDecision {
  let strictest: CommandDecision | null = null;
  for (const link of links) {
    const decision = decideFor(relation, command, link);
    if (decision.effect === 'deny') return decision;
    strictest = strictest === null ? decision : stricter(strictest, decision);
  }
  return strictest ?? { effect: 'deny', rule: null, approvals: NONE };
}

/** Of two that do not deny. Whatever either asks approval for needs it. */
function stricter(a: CommandDecision, b: CommandDecision): CommandDecision {
  if (a.effect === 'allow') return b;
  if (b.effect === 'allow') return a;
  const known = new Set(a.approvals.map(({ rule }) => rule));
  return { ...a, approvals: [...a.approvals, ...b.approvals.filter(({ rule }) => !known.has(rule))] };
}

function decideFor(
  relation: RelationEntry,
  { action, lacksWhere }: Command,
  applicable: ReadonlySet<number>,
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
