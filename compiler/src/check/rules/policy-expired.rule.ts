/** DLP4015: the last day of a policy is over. A warning: what compiles today must compile tomorrow. */
import { diagnostic } from '@dlpc/language';
import { endOf } from '../conditions/check-conditions.ts';
import type { Rule } from '../rule.ts';

export const policyExpired: Rule = ({ checked, now, report }) => {
  for (const { name, declaration } of checked.program.policies) {
    const { until } = declaration;
    if (until === null || now < endOf(until)) continue;
    const day = new Date(endOf(until) - 1).toISOString().slice(0, 10);
    report(diagnostic('policy-expired', until.span, { policy: name, until: day }));
  }
};
