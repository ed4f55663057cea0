/** DLP4004: no caller can be in a group. */
import { diagnostic } from '@dlpc/language';
import type { Rule } from '../rule.ts';

export const groupNeverHolds: Rule = ({ checked, callers, report }) => {
  for (const [group, condition] of checked.conditions.groups)
    if (callers.ask(callers.of(condition)).is === 'empty')
      report(diagnostic('group-never-holds', group.declaration.condition.span, { group: group.name }));
};
