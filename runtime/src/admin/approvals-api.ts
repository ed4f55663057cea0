/** Approvals over HTTP: what approvers are shown, and what they decide. The desk says what they may; here it is put into words. */

import type { ApprovalDesk, Decided } from '../approvals/approval-desk.ts';
import type { StoredRequest } from '../approvals/approval-store.ts';
import type { Approver } from '../approvals/approver.ts';
import type { Identity } from '../identity/identity.ts';
import { type ApprovalDocument, approvalDocument, INELIGIBLE, stateOf } from './approval-document.ts';
import { type Answer, jsonAnswer, type Problem, problem, problemAnswer } from './http/problem.ts';
import type { Route } from './http/route.ts';
import { tokenOrigin } from './sign-in.ts';
import { type Standing, stillStands } from './still-stands.ts';

const MAX_LISTED = 500;
const MAX_LISTED_TEXT = 200;
const MAX_REASON_LENGTH = 500;

const PATH = /^\/v1\/approvals(?:\/([0-9a-z]{1,64}))?$/;
const DECISION = /^\/v1\/approvals\/([0-9a-z]{1,64})\/decision$/;

/** `standing`: who may still sign in. `now`: milliseconds since 1970. */
export function approvalsApi(desk: ApprovalDesk, standing: Standing, now: () => number): readonly Route[] {
  const approverOf = (identity: Identity): Approver => approver(identity, standing);
  return [
    {
      method: 'GET',
      path: PATH,
      answer: ({ who, params: [id = ''], query }) =>
        id === ''
          ? list(desk, approverOf(who), query.get('state'), now())
          : show(desk, approverOf(who), id, now()),
    },
    {
      method: 'POST',
      path: DECISION,
      answer: ({ who, params: [id = ''], body }) => decide(desk, approverOf(who), id, body),
    },
  ];
}

/** Of a proxy that asks nobody. */
export function absentApprovalsApi(): readonly Route[] {
  const answer = (): Answer =>
    problemAnswer(problem('not-found', 'The configuration of this proxy has no `approvals`.'));
  return [
    { method: 'GET', path: PATH, answer },
    { method: 'POST', path: DECISION, answer },
  ];
}

function list(desk: ApprovalDesk, approver: Approver, state: string | null, now: number): Answer {
  if (state !== null && state !== 'open' && state !== 'all')
    return problemAnswer(problem('bad-request', '`state` is `open` or `all`.'));
  const found = desk.list(state ?? 'open', approver, MAX_LISTED);
  return jsonAnswer({ approvals: found.map((stored) => summary(stored, approver, now)) });
}

function show(desk: ApprovalDesk, approver: Approver, id: string, now: number): Answer {
  const stored = desk.find(id, approver);
  return stored === null ? problemAnswer(unknown(id)) : jsonAnswer(approvalDocument(stored, approver, now));
}

function decide(desk: ApprovalDesk, approver: Approver, id: string, body: unknown): Answer {
  const reading = readDecision(body);
  if (typeof reading === 'string') return problemAnswer(problem('bad-request', reading));
  const decided = desk.decide(id, approver, reading);
  if (!decided.ok) return problemAnswer(problemOf(id, decided));
  const { outcome, waitsFor } = decided;
  return jsonAnswer({ id, state: stateOf(outcome), outcome, waitsFor });
}

function approver(identity: Identity, standing: Standing): Approver {
  const { caller, task, actors } = identity;
  return {
    subject: caller.sub,
    kind: caller.kind,
    groups: caller.groups,
    hasTask: task.id !== '' || task.name !== '' || task.parent !== '',
    hasActor: actors.length > 0,
    identity: tokenOrigin(identity),
    stands: () => stillStands(identity, standing),
  };
}

/** As it stands in a list: the beginning of its text, and no parameters. */
function summary(stored: StoredRequest, approver: Approver, now: number): ApprovalDocument {
  const whole = approvalDocument(stored, approver, now);
  return { ...whole, text: whole.text.slice(0, MAX_LISTED_TEXT), parameters: [] };
}

function problemOf(id: string, { why, outcome }: Extract<Decided, { ok: false }>): Problem {
  switch (why) {
    case 'unknown':
      return unknown(id);
    case 'settled':
      return { ...problem('settled', `It is ${stateOf(outcome)}.`), members: { outcome } };
    case 'already':
      return problem('already-agreed');
    case 'not-recorded':
      return problem('unavailable', 'The decision could not be put on record, so it does not count.');
    default:
      return problem('forbidden', INELIGIBLE[why]);
  }
}

function unknown(id: string): Problem {
  return problem('not-found', `There is no request for approval ${JSON.stringify(id)} that you may see.`);
}

/** A decision, or what is wrong with it. */
function readDecision(body: unknown): { decision: 'approve' | 'deny'; reason: string | null } | string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'The body is an object.';
  const { decision, reason = null, ...others } = body as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) return `There is no member ${JSON.stringify(other)}.`;
  if (decision !== 'approve' && decision !== 'deny') return '`decision` is `approve` or `deny`.';
  if (reason !== null && typeof reason !== 'string') return '`reason` is a text.';
  const text = reason === null ? null : reason.trim();
  // The client that waits is shown it, and terminals.
  if (text !== null && (text.length > MAX_REASON_LENGTH || /\p{C}/u.test(text)))
    return `\`reason\` is one line of at most ${MAX_REASON_LENGTH} characters.`;
  if (decision === 'deny' && (text === null || text === ''))
    return 'To deny needs a `reason`, which the client is told.';
  return { decision, reason: text === '' ? null : text };
}
