/** Who asks, as those are told who decide. */
import type { Requester } from '../../approvals/approval-request.ts';
import { DelegatedIdentity } from '../../identity/delegation/delegated-identity.ts';
import type { Identity } from '../../identity/identity.ts';

export function requesterOf(identity: Identity): Requester {
  const { caller, task, user, actors } = identity;
  const above = identity instanceof DelegatedIdentity ? identity.onBehalfOf : [];
  return {
    ...{ subject: caller.sub, kind: caller.kind, actors, user, task },
    onBehalfOf: above.map((each) => each.task.name),
  };
}
