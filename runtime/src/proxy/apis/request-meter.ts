/** Counts a request and its answer against the limits that apply to its caller, as a statement and its rows are. */

import type { Problem } from '../../http/problem.ts';
import { problems } from '../../http/problem.ts';
import type { RequestMeter } from '../../http/services.ts';
import type { AppliedLimit } from '../../judge/budgets/applied-limit.ts';
import { type MeterParts, SessionMeter } from '../../judge/budgets/session-meter.ts';

/** Of a request that no limit applies to. */
export const UNLIMITED: RequestMeter = { begin: () => null, bytes: () => null, end: () => undefined };

/** For at least one limit. */
export function requestMeter(parts: MeterParts, limits: readonly AppliedLimit[]): RequestMeter {
  let last: AppliedLimit | null = null;
  const meter = new SessionMeter({
    ...parts,
    onReached: (limit) => {
      if (limit.beyond === 'stop') last ??= limit;
      parts.onReached(limit);
    },
  }).use(limits);
  const problem = (denied: unknown): Problem | null =>
    denied === null ? null : budgetProblem(last ?? limits.find(({ beyond }) => beyond === 'stop') ?? null);
  return {
    begin: () => problem(meter.begin()),
    bytes: (count) => problem(meter.row(count)),
    end: () => meter.end(),
  };
}

function budgetProblem(limit: AppliedLimit | null): Problem {
  if (limit === null) return problems.busy();
  const unit = limit.unit === 'statements' ? 'requests' : limit.unit;
  return { ...problems.budget(limit.amount, unit, limit.per), rules: [limit.rule] };
}
