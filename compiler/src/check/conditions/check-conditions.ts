/** The conditions of all groups and policies of a program. */
import type { DateLiteral, PolicyDeclaration } from '@dlpc/language';
import { deriveReporting, reportingQuery } from '../../bind/derive-reporting.ts';
import type { Group, Identity, Policy, Program } from '../../bind/program.ts';
import type { Report } from '../../bind/report.ts';
import type { Condition } from '../../ir/ir.ts';
import type { Memo } from '../../memo/memo.ts';
import { and, before } from './build.ts';
import { checkCondition } from './check-condition.ts';

/** What has a mistake in its condition is missing. */
export interface Conditions {
  readonly groups: ReadonlyMap<Group, Condition>;
  /** With `when` and `until`. */
  readonly policies: ReadonlyMap<Policy, Condition>;
}

/** Null for a condition with a mistake. */
type Checked = Condition | null;
type ByName = ReadonlyMap<string, Checked>;

const groupCondition = reportingQuery<Checked>('condition of a group');
const policyCondition = reportingQuery<Checked>('condition of a policy');

/** Checks every condition once, groups before what names them. */
export function checkConditions(program: Program, report: Report, memo: Memo): Conditions {
  const { identity } = program;
  const byName = new Map<string, Checked>();
  for (const name of program.cyclicGroups) byName.set(name, null);
  const groups = new Map<Group, Condition>();
  for (const group of program.groups.values()) {
    const inputs = [byName as ByName, identity] as const;
    const condition = deriveReporting(
      memo,
      groupCondition,
      group,
      inputs,
      report,
      (inner, groups, identity) => checkCondition(group.declaration.condition, { groups, identity }, inner),
    );
    byName.set(group.name, condition);
    if (condition !== null) groups.set(group, condition);
  }
  const policies = new Map<Policy, Condition>();
  for (const policy of program.policies) {
    const inputs = [byName as ByName, identity] as const;
    const condition = deriveReporting(
      memo,
      policyCondition,
      policy,
      inputs,
      report,
      (inner, groups, identity) => conditionOf(policy, groups, identity, inner),
    );
    if (condition !== null) policies.set(policy, condition);
  }
  return { groups, policies };
}

function conditionOf(policy: Policy, groups: ByName, identity: Identity | null, report: Report): Checked {
  const { condition, when, until } = policy.declaration;
  const parts = [condition, when].filter((part) => part !== null);
  const checked = parts.map((part) => checkCondition(part, { groups, identity }, report));
  const known = checked.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  return and(until === null ? known : [...known, before(endOf(until))]);
}

/** The first instant after the day, in UTC. */
export function endOf({ year, month, day }: DateLiteral): number {
  return Date.UTC(year, month - 1, day + 1);
}

/** Where the conditions of a policy stand. */
export function conditionSpan({ condition, when }: PolicyDeclaration): PolicyDeclaration['span'] {
  return { ...condition.span, end: (when ?? condition).span.end };
}
