/** A request that shows what conditions allow, with no more in it than they ask about. */
import type { AccessRequest, Actor, CallerKind } from '@dlpc/runtime/abi';
import type { ClaimField, SetField, TextField } from '../../ir/ir.ts';

export interface Witness extends Omit<AccessRequest, 'inWindow'> {
  /** Whether any condition asks for the time. */
  readonly isTimed: boolean;
}

/** What is known of a request; what has no value is absent. */
export interface Known {
  readonly kind: CallerKind;
  readonly texts: ReadonlyMap<TextField, string | undefined>;
  readonly integers: ReadonlyMap<ClaimField, number | undefined>;
  readonly booleans: ReadonlyMap<ClaimField, boolean | undefined>;
  readonly sets: ReadonlyMap<SetField, ReadonlySet<string> | undefined>;
  readonly moment: number;
  readonly isTimed: boolean;
}

/** Puts a request together. */
export function witnessOf({ kind, texts, integers, booleans, sets, moment, isTimed }: Known): Witness {
  return {
    caller: {
      sub: texts.get('caller.sub') ?? 'someone',
      kind,
      groups: sets.get('caller.groups') ?? new Set(),
      claims: {
        strings: claimsIn(texts),
        ints: claimsIn(integers),
        bools: claimsIn(booleans),
        sets: claimsIn(sets),
      },
      actor: actorOf(texts, sets),
    },
    task: {
      id: texts.get('task.id') ?? '',
      name: texts.get('task.name') ?? '',
      parent: texts.get('task.parent') ?? '',
    },
    hint: { applicationName: texts.get('hint.application_name') ?? '' },
    now: moment,
    isTimed,
  };
}

/** Who is in a group as an actor is one. */
function actorOf(texts: Known['texts'], sets: Known['sets']): Actor | null {
  const sub = texts.get('caller.actor.sub');
  const groups = sets.get('caller.actor.groups') ?? new Set();
  return sub === undefined && groups.size === 0 ? null : { sub: sub ?? 'something', groups };
}

const CLAIMS = 'caller.claims.';

function claimsIn<T>(values: ReadonlyMap<string, T | undefined>): ReadonlyMap<string, T> {
  const claims = new Map<string, T>();
  for (const [field, value] of values)
    if (value !== undefined && field.startsWith(CLAIMS)) claims.set(field.slice(CLAIMS.length), value);
  return claims;
}
