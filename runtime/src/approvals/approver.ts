/** Who may decide: a person in one of the groups, who does not ask for it, and comes by an identity that the policy trusts. */
import type { ApprovalRequest } from './approval-request.ts';

export interface Approver {
  readonly subject: string;
  readonly kind: 'human' | 'service';
  readonly groups: ReadonlySet<string>;
  /** Whether it acts for a task, as what was delegated does. */
  readonly hasTask: boolean;
  /** Whether somebody else acts for them. */
  readonly hasActor: boolean;
  /** Of the token that it came by; null for a credential of the proxy's own file. */
  readonly identity: { readonly issuer: string; readonly audience: string } | null;
  /** Whether they are still somebody who may come by it, whenever that is asked: not revoked, removed, disabled or changed since. */
  readonly stands: () => boolean;
}

export type Ineligible =
  | 'own-request'
  | 'no-person'
  | 'acts-for-task'
  | 'acts-for-other'
  | 'foreign-identity'
  | 'not-in-group';

/** Indexes of the requirements that the approver can agree to; else why none. */
export function eligibility(
  approver: Approver,
  request: ApprovalRequest,
):
  | { readonly ok: true; readonly fulfils: readonly number[] }
  | { readonly ok: false; readonly why: Ineligible } {
  if (isRequester(approver, request)) return { ok: false, why: 'own-request' };
  if (approver.kind !== 'human') return { ok: false, why: 'no-person' };
  if (approver.hasTask) return { ok: false, why: 'acts-for-task' };
  if (approver.hasActor) return { ok: false, why: 'acts-for-other' };
  if (!isTrusted(approver, request)) return { ok: false, why: 'foreign-identity' };
  const fulfils = request.requirements.flatMap(({ by }, index) =>
    by.some((group) => approver.groups.has(group)) ? [index] : [],
  );
  return fulfils.length === 0 ? { ok: false, why: 'not-in-group' } : { ok: true, fulfils };
}

/** Whether somebody is shown the request: who asks, and who is in a group that is asked. */
export function maySee(approver: Approver, request: ApprovalRequest): boolean {
  if (!isTrusted(approver, request)) return false;
  if (isRequester(approver, request)) return true;
  return request.requirements.some(({ by }) => by.some((group) => approver.groups.has(group)));
}

/**
 * The same for all spellings of a subject that people take for one. Providers name the same person with other capitals, or other forms of the same letters; two
 * of them must neither count twice nor agree to what the other asks for. Where two people have such subjects, one of them asks somebody else.
 */
export function personOf(subject: string): string {
  return subject
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();
}

/** Who asks, and who asks in their name. */
function isRequester({ subject }: Approver, { requester }: ApprovalRequest): boolean {
  const person = personOf(subject);
  return [requester.subject, ...requester.actors].some((each) => personOf(each) === person);
}

function isTrusted({ identity }: Approver, { identity: trusted }: ApprovalRequest): boolean {
  if (identity === null) return true;
  return trusted !== null && trusted.issuer === identity.issuer && trusted.audience === identity.audience;
}
