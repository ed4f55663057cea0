/** Who acts for the subject of a token, by RFC 8693: whatever a token says in `act`, nobody acts without being known, and nobody becomes more by it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_ACTORS } from '../../../../runtime/src/identity/oidc/token-actor.ts';
import { identityOf, type TokenIdentity } from '../../../../runtime/src/identity/oidc/token-identity.ts';
import { Revocations } from '../../../../runtime/src/identity/revocations.ts';

const ISSUER = 'https://login.corp.example';

const settings = {
  ...{ user: 'oidc', issuer: ISSUER, audience: 'dlp-proxy', algorithms: ['ES256'], kind: 'human' as const },
  ...{
    kindClaim: null,
    oauth: null,
    groupsClaim: 'roles',
    taskClaim: 'task',
    clockSkewSeconds: 30,
    maxLifetimeSeconds: 60,
  },
};

function readingOf(act: unknown) {
  const payload = { sub: 'ada', exp: 1, roles: ['support'], ...(act === undefined ? {} : { act }) };
  // As it comes of a token: JSON, in which a member that is undefined is absent.
  return identityOf(JSON.parse(JSON.stringify(payload)), settings);
}

function identity(act: unknown): TokenIdentity {
  const reading = readingOf(act);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.identity;
}

/** An actor, those before it nested in it. */
function nested(...subjects: readonly string[]): object | undefined {
  return subjects.reduceRight<object | undefined>(
    (act, sub) => ({ sub, ...(act !== undefined && { act }) }),
    undefined,
  );
}

test('without `act`, nobody acts for the subject', () => {
  expect(identity(undefined)).toMatchObject({ caller: { sub: 'ada', actor: null }, actors: [] });
});

test('the outermost actor is the one who acts; its groups are its own', () => {
  const { caller, actors } = identity({
    sub: 'bot',
    roles: ['agents'],
    iss: ISSUER,
    act: { sub: 'gateway' },
  });
  expect(caller).toMatchObject({ sub: 'ada', groups: new Set(['support']) });
  expect(caller.actor).toEqual({ sub: 'bot', groups: new Set(['agents']) });
  expect(actors).toEqual(['bot', 'gateway']);
});

describe('a token is refused', () => {
  test.each<[string, unknown]>([
    ['with nothing in place of an actor', null],
    ['with a text in place of an actor', 'bot'],
    ['with several actors at once', [{ sub: 'bot' }, { sub: 'other' }]],
    ['with an actor without subject', {}],
    ['with an actor who is named by another claim alone', { client_id: 'bot' }],
    ['with an empty subject', { sub: '' }],
    ['with a subject that is no text', { sub: { sub: 'bot' } }],
    ['with U+0000 in the subject', { sub: 'bot\0' }],
    ['with a subject that is too long', { sub: 'x'.repeat(1025) }],
    ['with groups that are none', { sub: 'bot', roles: 'agents' }],
    ['with an actor of another issuer', { sub: 'bot', iss: 'https://evil.example' }],
    ['with an actor whose issuer is no text', { sub: 'bot', iss: [ISSUER] }],
    ['with nothing in place of the actor before', { sub: 'bot', act: null }],
    ['with an actor before who has no subject', { sub: 'bot', act: { act: { sub: 'a' } } }],
    [
      'with an actor before of another issuer',
      { sub: 'bot', act: { sub: 'a', iss: 'https://evil.example' } },
    ],
  ])('%s', (_, act) => {
    const reading = readingOf(act);
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.problem).not.toMatch(/bot|evil/);
  });

  test('with more actors than there may be', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`);
    expect(identity(nested(...names(MAX_ACTORS))).actors).toEqual(names(MAX_ACTORS));
    expect(readingOf(nested(...names(MAX_ACTORS + 1)))).toMatchObject({ ok: false });
  });
});

test('whatever stands in `act`: the token is refused, or somebody acts', () => {
  const act = fc.oneof(
    fc.jsonValue(),
    fc.record({ sub: fc.jsonValue(), roles: fc.jsonValue(), act: fc.jsonValue() }, { requiredKeys: [] }),
  );
  fc.assert(
    fc.property(act, (value) => {
      const reading = readingOf(value);
      if (!reading.ok) return;
      expect(reading.identity.caller.actor?.sub).toBeTruthy();
      expect(reading.identity.actors[0]).toBe(reading.identity.caller.actor?.sub);
    }),
    { numRuns: 2_000 },
  );
});

test('who revokes a subject revokes the tokens with which it acts, or did', () => {
  const revocations = new Revocations(true);
  revocations.replace([{ sub: 'gateway' }, { sub: 'carl', issuer: 'https://other.example' }]);
  const revoked = (act: object | undefined) => revocations.revokes(identity(act));
  expect(revoked(nested('gateway'))).toBe(true);
  expect(revoked(nested('bot', 'gateway'))).toBe(true);
  expect(revoked(nested('bot'))).toBe(false);
  expect(revoked(nested('carl'))).toBe(false);
  expect(revoked(undefined)).toBe(false);
});
