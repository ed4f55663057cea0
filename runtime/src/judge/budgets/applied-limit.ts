/** The limits that apply to the callers of one set of policies, in the words of who wrote them. */
import type { BudgetPeriod, BudgetUnit, LimitRule, Matcher } from '../../abi.ts';
import type { PolicySet } from '../decide/decide.ts';

export interface AppliedLimit {
  readonly amount: number;
  readonly unit: BudgetUnit;
  readonly per: BudgetPeriod;
  readonly beyond: LimitRule['beyond'];
  /** The same in every bundle in which policy and statement are. */
  readonly key: string;
  /** `policy nightly, crm.dlp:12: limit 50_000 rows per session` */
  readonly rule: string;
}

export function appliedLimits(
  matcher: Pick<Matcher, 'limits' | 'policies' | 'rules'>,
  applicable: PolicySet,
): readonly AppliedLimit[] {
  return matcher.limits
    .filter(({ policy }) => applicable.has(policy))
    .map(({ amount, unit, per, beyond, policy, rule }) => {
      const { name = '' } = matcher.policies[policy] ?? {};
      const { text = '', file = '', line = 0 } = matcher.rules[rule] ?? {};
      const key = JSON.stringify([name, amount, unit, per, beyond]);
      return { amount, unit, per, beyond, key, rule: `policy ${name}, ${file}:${line}: ${text}` };
    });
}
