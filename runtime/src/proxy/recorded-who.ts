/** Caller and task as records tell of them: names and claims, no secrets. */
import type { Actor } from '../abi.ts';
import { DelegatedIdentity } from '../identity/delegation/delegated-identity.ts';
import type { Identity } from '../identity/identity.ts';
import type { JsonObject } from '../records/journal/format.ts';

export function recordedWho(identity: Pick<Identity, 'caller' | 'task' | 'actors'>): JsonObject {
  const { caller, task, actors } = identity;
  const { sub, kind, groups, claims, actor } = caller;
  return {
    caller: {
      ...{ sub, kind, groups: [...groups].sort() },
      claims: {
        ...Object.fromEntries([...claims.strings, ...claims.ints, ...claims.bools]),
        ...Object.fromEntries([...claims.sets].map(([name, values]) => [name, [...values].sort()])),
      },
      ...(actor !== null && { actor: recordedActor(actor), actors: [...actors] }),
    },
    task: { id: task.id, name: task.name, parent: task.parent },
    ...(identity instanceof DelegatedIdentity && identity.onBehalfOf.length > 0 && delegation(identity)),
  };
}

function recordedActor({ sub, groups }: Actor): JsonObject {
  return { sub, groups: [...groups].sort() };
}

/** The tasks that handed the token on, the nearest first, and the identifiers of all its links, from the issuer's on. */
function delegation({ onBehalfOf, tokenIds }: DelegatedIdentity): JsonObject {
  return {
    delegation: {
      tasks: onBehalfOf.map(({ caller: { actor }, task: { id, name, parent } }) => ({
        ...{ id, name, parent },
        ...(actor !== null && { actor: recordedActor(actor) }),
      })),
      tokens: [...tokenIds],
    },
  };
}
