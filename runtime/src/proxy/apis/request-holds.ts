/** Asks people about requests: the same desk as for statements, and told in the same words how it ended. */
import type { ApprovalRequest } from '../../approvals/approval-request.ts';
import type { Outcome } from '../../approvals/outcome.ts';
import type { Problem } from '../../http/problem.ts';
import type { SettledApproval } from '../../http/request-recorder.ts';
import type { AdmittedCaller, HeldRequest, RequestHold } from '../../http/services.ts';
import type { Identity } from '../../identity/identity.ts';
import { operationFields } from '../../judge-http/operation-fields.ts';
import { refusalOf } from '../holds/hold-denials.ts';
import { requesterOf } from '../holds/requester.ts';
import { settledApproval } from '../holds/settled-approval.ts';
import { type Desk, waitAtDesk } from '../holds/wait-at-desk.ts';
import type { ApiSource } from './api-source.ts';

/** Who asks, and the revision that holds for them now. */
export interface RequestingCaller {
  readonly identity: Identity;
  readonly revision: () => string;
}

/** Of the SQLSTATEs that say how it ended (RFC 9110, section 15). */
const STATUS: Readonly<Record<string, number>> = { '42501': 403, '58000': 503, '57P01': 503, '57014': 503 };

/** `whose`: null for a caller that nobody knows, which does not happen. */
export function requestHolds(
  parts: Desk,
  source: ApiSource,
  whose: (caller: AdmittedCaller) => RequestingCaller | null,
): (request: HeldRequest, caller: AdmittedCaller) => RequestHold {
  return (request, caller) => {
    const asks = whose(caller);
    const { promise, resolve } = Promise.withResolvers<Problem | null>();
    let settled: SettledApproval | null = null;
    const isCurrent = () => asks?.revision() === request.revision;
    const desk = waitAtDesk(parts, {
      isCurrent,
      asked: () => undefined,
      settled: (outcome, id) => {
        settled = settledApproval(id, outcome);
        // Between two looks, the policy may have become another: unlike a statement, a request is not judged again.
        const isStale = outcome.kind === 'approved' && !isCurrent();
        resolve(problemOf(isStale ? { kind: 'withdrawn', why: 'policy-changed' } : outcome, id, request));
      },
    });
    if (asks === null) desk.settle({ kind: 'refused', problem: 'nobody knows who asks' });
    else desk.ask(approvalRequest(request, caller, asks.identity, source));
    return { settled: promise, told: () => settled, withdraw: desk.withdraw, begun: desk.used };
  };
}

function approvalRequest(
  { operation, text, agreements }: HeldRequest,
  { access }: AdmittedCaller,
  identity: Identity,
  source: ApiSource,
): ApprovalRequest {
  const { matcher, revision } = source.policy;
  const { sent, answered } = operationFields(access.matcher, operation);
  const labels = [...sent, ...answered].flatMap((field) => access.matcher.fields[field]?.labels ?? []);
  return {
    source: source.name,
    requester: requesterOf(identity),
    requirements: agreements,
    revision,
    identity: matcher.identity,
    shown: {
      kind: 'http',
      text,
      parameters: [],
      touches: [
        {
          name: operation.path,
          actions: [operation.method],
          labels: [...new Set(labels.map(({ label }) => label))].sort(),
        },
      ],
      estimatedRows: null,
    },
  };
}

function problemOf(outcome: Outcome, id: string | null, { agreements }: HeldRequest): Problem | null {
  const denial = refusalOf(outcome, id, agreements, 'request');
  if (denial === null) return null;
  const { sqlstate, message, hint } = denial;
  const where = id === null ? null : `It was approval ${id}.`;
  return {
    status: STATUS[sqlstate] ?? 403,
    message,
    hint: [where, hint].filter((sentence) => sentence !== null).join(' ') || null,
    rules: agreements.map(({ rule }) => rule),
  };
}
