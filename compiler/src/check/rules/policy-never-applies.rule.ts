/** DLP4003: no caller can meet a policy's condition. */
import { diagnostic } from '@dlpc/language';
import { conditionSpan } from '../conditions/check-conditions.ts';
import type { Rule } from '../rule.ts';

export const policyNeverApplies: Rule = ({ checked, callers, report }) => {
  for (const [policy, condition] of checked.conditions.policies) {
    const span = conditionSpan(policy.declaration);
    const answer = callers.ask(callers.of(condition));
    if (answer.is === 'empty') report(diagnostic('policy-never-applies', span, { policy: policy.name }));
    else if (answer.is === 'undecided')
      report(diagnostic('conditions-too-complex', span, { what: `\`${policy.name}\`` }));
  }
};
