/** How a request for approval ended, as records tell of it. */
import type { Outcome } from '../../approvals/outcome.ts';
import type { SettledApproval } from '../../pgwire/gate.ts';

/** Null where nobody was asked. */
export function settledApproval(id: string | null, outcome: Outcome): SettledApproval | null {
  if (id === null) return null;
  const told = { approval: id, outcome: outcome.kind, by: [], why: null };
  switch (outcome.kind) {
    case 'approved':
      return {
        ...told,
        by: outcome.by.map((subject, index) => ({ subject, reason: outcome.reasons?.[index] ?? null })),
      };
    case 'rejected':
      return { ...told, by: [{ subject: outcome.by, reason: outcome.reason }] };
    case 'withdrawn':
      return { ...told, why: outcome.why };
    default:
      return told;
  }
}
