/** Changes of who is verified, and of what claims mean: not comparable, and so counted as a widening. */
import type { Identity } from '../../bind/program.ts';
import type { RawChange } from './change.ts';

export function* identityChanges(before: Identity | null, after: Identity | null): Iterable<RawChange> {
  const change = {
    kind: 'identity',
    direction: 'unordered',
    callers: null,
    rulesBefore: [],
    rulesAfter: [],
  } as const;
  for (const key of ['issuer', 'audience'] as const) {
    const [old, now] = [settingOf(before, key), settingOf(after, key)];
    if (old !== now)
      yield {
        ...change,
        verb: 'takes identities of another',
        subject: key,
        before: old ?? 'none',
        after: now ?? 'none',
      };
  }
  for (const [name, claim] of after?.claims ?? []) {
    const old = before?.claims.get(name);
    if (old === null || old === undefined || claim === null || old.type === claim.type) continue;
    yield {
      ...change,
      verb: 'reads as another type the claim',
      subject: name,
      before: old.type,
      after: claim.type,
    };
  }
}

function settingOf(identity: Identity | null, key: 'issuer' | 'audience'): string | null {
  for (const member of identity?.declaration.members ?? [])
    if (member.kind === 'IdentitySetting' && member.key === key) return member.value.value;
  return null;
}
