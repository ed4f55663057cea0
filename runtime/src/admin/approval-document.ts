/** A request for approval as the admin listener tells it: the one shape that the console, `dlp-proxy approvals` and other programs read. */
import type { Requester, Requirement, Shown } from '../approvals/approval-request.ts';
import type { StoredRequest } from '../approvals/approval-store.ts';
import { type Approver, eligibility, type Ineligible } from '../approvals/approver.ts';
import type { Outcome } from '../approvals/outcome.ts';

/** Members are added, never changed. Times are in ISO 8601. */
export interface ApprovalDocument extends Shown {
  readonly id: string;
  readonly state: 'open' | Outcome['kind'];
  readonly source: string;
  readonly requester: Requester;
  readonly revision: string;
  /** `agreed`: subjects of those who did. */
  readonly requirements: readonly (Requirement & { readonly agreed: readonly string[] })[];
  readonly askedAt: string;
  readonly expiresAt: string;
  /** 0 where it is settled. */
  readonly secondsLeft: number;
  readonly decisions: readonly {
    readonly subject: string;
    readonly decision: 'approve' | 'deny';
    readonly reason: string | null;
    readonly at: string;
  }[];
  readonly outcome: Outcome | null;
  readonly settledAt: string | null;
  readonly usedAt: string | null;
  readonly mayDecide: boolean;
  /** Why whoever asks may not decide, as a sentence. */
  readonly objection: string | null;
}

/** As `approver` is told it. `now`: milliseconds since 1970. */
export function approvalDocument(stored: StoredRequest, approver: Approver, now: number): ApprovalDocument {
  const { id, request, askedAt, expiresAt, votes, outcome, settledAt, usedAt } = stored;
  const eligible = eligibility(approver, request);
  const hasAgreed = votes.some(({ subject }) => subject === approver.subject);
  const objection = !eligible.ok
    ? INELIGIBLE[eligible.why]
    : hasAgreed
      ? 'You have agreed to it already.'
      : null;
  return {
    id,
    state: stateOf(outcome),
    source: request.source,
    requester: request.requester,
    revision: request.revision,
    requirements: request.requirements.map((requirement, index) => ({
      ...requirement,
      agreed: votes
        .filter(({ decision, fulfils }) => decision === 'approve' && fulfils.includes(index))
        .map(({ subject }) => subject),
    })),
    askedAt: new Date(askedAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    secondsLeft: outcome === null ? Math.max(0, Math.ceil((expiresAt - now) / 1000)) : 0,
    ...request.shown,
    decisions: votes.map(({ subject, decision, reason, at }) => ({
      subject,
      decision,
      reason,
      at: new Date(at).toISOString(),
    })),
    outcome,
    settledAt: settledAt === null ? null : new Date(settledAt).toISOString(),
    usedAt: usedAt === null ? null : new Date(usedAt).toISOString(),
    mayDecide: outcome === null && objection === null,
    objection: outcome === null ? objection : null,
  };
}

export function stateOf(outcome: Outcome | null): ApprovalDocument['state'] {
  return outcome?.kind ?? 'open';
}

export const INELIGIBLE: Readonly<Record<Ineligible, string>> = {
  'own-request': 'Nobody approves what they ask for themselves.',
  'no-person': 'Only a person can decide, and you are a service.',
  'acts-for-task': 'What acts for a task cannot decide.',
  'acts-for-other': 'Who acts for somebody else cannot decide.',
  'foreign-identity': 'The policy does not trust the provider of your token.',
  'not-in-group': 'You are in none of the groups that are asked.',
};
