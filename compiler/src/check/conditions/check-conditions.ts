/** The conditions of all groups and policies of a program. */
import type { DateLiteral, PolicyDeclaration } from '@dlpc/language';
import type { Group, Policy, Program } from '../../bind/program.ts';
import type { Report } from '../../bind/report.ts';
import type { Condition } from '../../ir/ir.ts';
import { and, before } from './build.ts';
import { checkCondition } from './check-condition.ts';

/** What has a mistake in its condition is missing. */
export interface Conditions {
  readonly groups: ReadonlyMap<Group, Condition>;
  /** With `when` and `until`. */
  readonly policies: ReadonlyMap<Policy, Condition>;
}

/** Checks every condition once, groups before what names them. */
export function checkConditions(program: Program, report: Report): Conditions {
  const byName = new Map<string, Condition | null>();
  const context = { groups: byName, identity: program.identity };
  for (const name of program.cyclicGroups) byName.set(name, null);
  const groups = new Map<Group, Condition>();
  for (const group of program.groups.values()) {
    const condition = checkCondition(group.declaration.condition, context, report);
    byName.set(group.name, condition);
    if (condition !== null) groups.set(group, condition);
  }
  const policies = new Map<Policy, Condition>();
  for (const policy of program.policies) {
    const { condition, when, until } = policy.declaration;
    const parts = [condition, when].filter((part) => part !== null);
    const checked = parts.map((part) => checkCondition(part, context, report));
    const known = checked.filter((part) => part !== null);
    if (known.length < parts.length) continue;
    policies.set(policy, and(until === null ? known : [...known, before(endOf(until))]));
  }
  return { groups, policies };
}

/** The first instant after the day, in UTC. */
export function endOf({ year, month, day }: DateLiteral): number {
  return Date.UTC(year, month - 1, day + 1);
}

/** Where the conditions of a policy stand. */
export function conditionSpan({ condition, when }: PolicyDeclaration): PolicyDeclaration['span'] {
  return { ...condition.span, end: (when ?? condition).span.end };
}
