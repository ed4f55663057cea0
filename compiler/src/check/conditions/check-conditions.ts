/** The conditions of all groups and policies of a program. */
import type { Group, Policy, Program } from '../../bind/program.ts';
import type { Report } from '../../bind/report.ts';
import type { Condition } from '../../ir/ir.ts';
import { checkCondition } from './check-condition.ts';

/** What has a mistake in its condition is missing. */
export interface Conditions {
  readonly groups: ReadonlyMap<Group, Condition>;
  readonly policies: ReadonlyMap<Policy, Condition>;
}

/** Checks every condition once, groups before what names them. */
export function checkConditions(program: Program, report: Report): Conditions {
  const byName = new Map<string, Condition | null>();
  for (const name of program.cyclicGroups) byName.set(name, null);
  const groups = new Map<Group, Condition>();
  for (const group of program.groups.values()) {
    const condition = checkCondition(group.declaration.condition, byName, report);
    byName.set(group.name, condition);
    if (condition !== null) groups.set(group, condition);
  }
  const policies = new Map<Policy, Condition>();
  for (const policy of program.policies) {
    const condition = checkCondition(policy.declaration.condition, byName, report);
    if (condition !== null) policies.set(policy, condition);
  }
  return { groups, policies };
}
