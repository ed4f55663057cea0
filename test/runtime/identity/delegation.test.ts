/** Tokens that are handed on: whatever is added, taken away, swapped or signed by somebody else, nobody gets more than every link gives. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { Caller, Effect } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import {
  type Attenuation,
  attenuateToken,
} from '../../../runtime/src/identity/delegation/attenuate-token.ts';
import { holderPair, LIMITS, readChain, writeChain } from '../../../runtime/src/identity/delegation/chain.ts';
import type { DelegatedIdentity } from '../../../runtime/src/identity/delegation/delegated-identity.ts';
import { issueToken, type TokenGrant } from '../../../runtime/src/identity/delegation/issue-token.ts';
import { verifyToken } from '../../../runtime/src/identity/delegation/verify-token.ts';
import { decideCommand, policySet, SELECT } from '../../../runtime/src/judge/decide/decide.ts';
import { relationEntry } from '../../support/entries.ts';

const NOW = Date.UTC(2026, 10, 22, 2);
const issuer = generateKeyPairSync('ed25519');
const TRUSTED = {
  user: 'token',
  keys: [issuer.publicKey],
  audience: 'dlp-proxy',
  maxLifetimeSeconds: 86_400,
};

const GRANT: TokenGrant = {
  ...{ aud: 'dlp-proxy', sub: 'nightly', kind: 'service', groups: ['etl'], claims: { level: 3 } },
  ...{ task: { id: '', name: 'nightly' }, sources: ['crm', 'billing'], lifetimeSeconds: 3600 },
};

const issue = (changes: Partial<TokenGrant> = {}, key = issuer.privateKey): Promise<string> =>
  issueToken({ ...GRANT, ...changes }, key, NOW);

async function narrowed(token: string, changes: Partial<Attenuation> = {}): Promise<string> {
  const attenuation = {
    ...{
      task: { id: '', name: 'extract' },
      sources: null,
      lifetimeSeconds: null,
      canBeHandedOn: true,
      act: null,
    },
    ...changes,
  };
  const made = await attenuateToken(token, attenuation, NOW);
  if (!made.ok) throw new Error(made.problem);
  return made.token;
}

async function accepted(token: string, now = NOW): Promise<DelegatedIdentity> {
  const verdict = await verifyToken(token, TRUSTED, now);
  if (!verdict.ok) throw new Error(verdict.problem);
  return verdict.identity;
}

const problemOf = async (token: string, now = NOW): Promise<string | null> => {
  const verdict = await verifyToken(token, TRUSTED, now);
  return verdict.ok ? null : verdict.problem;
};

test('a token says who its holder is', async () => {
  const identity = await accepted(await issue());
  expect(identity).toMatchObject({
    caller: { sub: 'nightly', kind: 'service', groups: new Set(['etl']) },
    task: { id: '', name: 'nightly', parent: '' },
    onBehalfOf: [],
    expiresAt: new Date(NOW + 3_600_000),
  });
  expect(identity.caller.claims.ints.get('level')).toBe(3);
  expect(['crm', 'billing', 'hr'].map(identity.opens)).toEqual([true, true, false]);
});

test('one that was handed on says for whom its holder acts', async () => {
  const extract = await narrowed(await issue(), { sources: ['crm', 'hr'], lifetimeSeconds: 600 });
  const identity = await accepted(await narrowed(extract, { task: { id: '7', name: 'part' } }));
  expect(identity.task).toEqual({ id: '7', name: 'part', parent: 'extract' });
  expect(identity.onBehalfOf.map(({ task }) => task)).toEqual([
    { id: '', name: 'extract', parent: 'nightly' },
    { id: '', name: 'nightly', parent: '' },
  ]);
  expect(identity.expiresAt).toEqual(new Date(NOW + 600_000));
  expect(['crm', 'billing', 'hr'].map(identity.opens)).toEqual([true, false, false]);
  expect(new Set(identity.tokenIds).size).toBe(3);
});

test('a link can say who acts from there on, and those above it keep their own', async () => {
  const bot = { sub: 'bot', groups: ['agents'] };
  const root = await issue({ act: { sub: 'gateway', groups: [] } });
  const part = await narrowed(await narrowed(root, { act: bot }), { task: { id: '', name: 'part' } });
  const identity = await accepted(part);
  expect(identity.caller.actor).toEqual({ sub: 'bot', groups: new Set(['agents']) });
  expect(identity.onBehalfOf.map(({ caller }) => caller.actor?.sub)).toEqual(['bot', 'gateway']);
  expect(identity.actors).toEqual(['bot', 'gateway']);
  expect((await accepted(await narrowed(await issue()))).caller.actor).toBeNull();
});

test('an actor whom a holder names gains nothing: a link above is judged without', async () => {
  // Policies: for whom `bot` acts; for whom nobody of `agents` acts; for everyone.
  const policies: readonly ((caller: Caller) => boolean)[] = [
    ({ actor }) => actor?.sub === 'bot',
    ({ actor }) => actor?.groups.has('agents') !== true,
    () => true,
  ];
  const applicable = (caller: Caller) => policies.flatMap((applies, at) => (applies(caller) ? [at] : []));
  const act = fc.option(
    fc.record({
      sub: fc.constantFrom('bot', 'other'),
      groups: fc.subarray(['agents', 'staff']),
    }),
  );
  const effects = fc.array(fc.constantFrom<Effect>('allow', 'deny', 'approve'), {
    minLength: policies.length,
    maxLength: policies.length,
  });
  await fc.assert(
    fc.asyncProperty(
      act,
      fc.array(act, { minLength: 1, maxLength: 3 }),
      effects,
      async (first, later, said) => {
        const commands = said.map((effect, policy) => ({
          ...{ policy, effect, rule: policy, withoutWhere: false },
          approval: effect === 'approve' ? { by: ['dba'], people: 1, within: 60 } : null,
        }));
        const decide = (identity: DelegatedIdentity) =>
          decideCommand(
            relationEntry('orders', { commands: { select: commands } }),
            SELECT,
            policySet(...[identity, ...identity.onBehalfOf].map(({ caller }) => applicable(caller))),
          ).effect;
        let token = await issue(first === null ? {} : { act: first });
        const order = ['deny', 'approve', 'allow'];
        let before = order.indexOf(decide(await accepted(token)));
        for (const one of later) {
          token = await narrowed(token, { act: one });
          const now = order.indexOf(decide(await accepted(token)));
          expect(now).toBeLessThanOrEqual(before);
          before = now;
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('links only narrow, whatever they say', async () => {
  const link = fc.record({
    sources: fc.option(fc.subarray(['a', 'b', 'c', 'd'])),
    lifetimeSeconds: fc.option(fc.integer({ min: 1, max: 10_000 })),
    canBeHandedOn: fc.constant(true),
    task: fc.record({ id: fc.string({ maxLength: 5 }), name: fc.string({ minLength: 1, maxLength: 5 }) }),
  });
  const grant = fc.record({
    sources: fc.option(fc.subarray(['a', 'b', 'c'])),
    lifetimeSeconds: fc.integer({ min: 1, max: 10_000 }),
  });
  await fc.assert(
    fc.asyncProperty(grant, fc.array(link, { maxLength: LIMITS.links - 1 }), async (root, links) => {
      // U+0000 can be in no token.
      fc.pre(links.every(({ task }) => !`${task.id}${task.name}`.includes('\0')));
      let token = await issue(root);
      for (const one of links) token = await narrowed(token, one);
      const identity = await accepted(token);
      const all = [root, ...links];
      const shortest = Math.min(
        ...all.map(({ lifetimeSeconds }) => lifetimeSeconds ?? Number.POSITIVE_INFINITY),
      );
      expect(identity.expiresAt.getTime()).toBe(NOW + shortest * 1000);
      for (const source of ['a', 'b', 'c', 'd'])
        expect(identity.opens(source)).toBe(all.every(({ sources }) => sources?.includes(source) ?? true));
      expect(identity.onBehalfOf).toHaveLength(links.length);
    }),
    { numRuns: 60 },
  );
});

describe('an attacker who holds a narrowed token', () => {
  const parts = (token: string): readonly string[] => token.split('~');
  const joined = (...all: readonly (string | undefined)[]): string => all.join('~');

  test('cannot cut the narrowing off', async () => {
    const wide = await issue();
    for (const canBeHandedOn of [true, false]) {
      const [prefix, root, link, proof] = parts(await narrowed(wide, { canBeHandedOn }));
      expect(link).toBeDefined();
      for (const end of [proof, '', 'A'.repeat(43), 'A'.repeat(86)])
        expect(await problemOf(joined(prefix, root, end))).not.toBeNull();
      // A link of their own behind the first, signed with the key that they hold.
      const own = readChain(joined(prefix, root, link, proof));
      if (own?.proof.kind !== 'key') continue;
      const forged = writeChain([root ?? ''], own.proof.key, true);
      expect(await problemOf(forged)).toContain('cut off');
      const longer = await attenuateToken(forged, ATTENUATION, NOW);
      expect(longer.ok && (await problemOf(longer.token))).toContain('link 2');
    }
  });

  const ATTENUATION: Attenuation = {
    ...{ task: { id: '', name: 'x' }, sources: null, lifetimeSeconds: null, canBeHandedOn: true, act: null },
  };

  test('cannot put a link behind another token, nor change their order', async () => {
    const [, first, second, , third] = [...parts(await narrowed(await narrowed(await issue()))), ''];
    const [prefix, other, , proof] = parts(await narrowed(await issue({ sub: 'somebody' })));
    expect(third).toBeDefined();
    expect(await problemOf(joined(prefix, other, second, proof))).toContain('link 2');
    expect(await problemOf(joined(prefix, second, first, proof))).not.toBeNull();
    expect(await problemOf(joined(prefix, second, proof))).toContain('first link');
  });

  test('cannot hand on what was sealed', async () => {
    const sealed = await narrowed(await issue(), { canBeHandedOn: false });
    expect((await accepted(sealed)).task.name).toBe('extract');
    expect(await attenuateToken(sealed, ATTENUATION, NOW)).toMatchObject({ ok: false });
    const [prefix, root, link, seal] = parts(sealed);
    expect(await problemOf(joined(prefix, root, link, root, seal))).not.toBeNull();
  });

  test('cannot change a character', async () => {
    const token = await narrowed(await issue(), { canBeHandedOn: false });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: token.length - 1 }),
        fc.constantFrom('A', 'b', '7', '-', '~', '.', ''),
        async (at, character) => {
          const changed = token.slice(0, at) + character + token.slice(at + 1);
          // The last characters of base64 hold bits that mean nothing.
          const isSame = (): boolean =>
            changed.split(/[~.]/).every((part, index) => {
              const own = token.split(/[~.]/)[index] ?? '';
              return Buffer.from(part, 'base64url').equals(Buffer.from(own, 'base64url'));
            });
          fc.pre(changed !== token);
          const problem = await problemOf(changed);
          if (problem === null) expect(isSame()).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a token is refused', () => {
  test('of another issuer', async () => {
    const stranger = generateKeyPairSync('ed25519');
    expect(await problemOf(await issue({}, stranger.privateKey))).toContain('none of the issuers');
  });

  test('for another audience, for too long, before its time and after its end', async () => {
    expect(await problemOf(await issue({ aud: 'other' }))).toContain('audience');
    expect(await problemOf(await issue({ lifetimeSeconds: 90_000 }))).toContain('longer');
    expect(await problemOf(await issue(), NOW - 3_600_000)).toContain('future');
    expect(await problemOf(await issue(), NOW + 3_600_000)).toContain('expired');
    const short = await narrowed(await issue(), { lifetimeSeconds: 60 });
    expect(await problemOf(short, NOW + 60_000)).toContain('expired');
  });

  test('without an algorithm, or with another', async () => {
    const [prefix, root = '', proof] = (await issue()).split('~');
    const [, payload, signature] = root.split('.');
    const header = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const alg of ['none', 'HS256', 'EdDSA', 'ES256'])
      for (const end of ['', signature])
        expect(
          await problemOf(
            [prefix, `${header({ alg, typ: 'dlp-token+jwt' })}.${payload}.${end}`, proof].join('~'),
          ),
        ).not.toBeNull();
  });

  test('as a link where it is a token, and as a token where it is a link', async () => {
    const { key, jwk } = holderPair();
    const claims = {
      ...{ aud: 'dlp-proxy', sub: 'x', kind: 'human', groups: [], claims: {}, task: { id: '', name: '' } },
      ...{ jti: randomUUID(), iat: NOW / 1000, exp: NOW / 1000 + 60, cnf: { jwk } },
    };
    const signed = (typ: string, content: object): string => {
      const body = [{ alg: 'Ed25519', typ }, content]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return `${body}.${sign(null, Buffer.from(body), issuer.privateKey).toString('base64url')}`;
    };
    const token = (typ: string, content: object): string => writeChain([signed(typ, content)], key, true);
    expect(await problemOf(token('dlp-token+jwt', claims))).toBeNull();
    expect(await problemOf(token('dlp-link+jwt', claims))).not.toBeNull();
    expect(await problemOf(token('JWT', claims))).not.toBeNull();
    expect(await problemOf(token('dlp-token+jwt', { ...claims, act: { sub: 'bot' } }))).toBeNull();
    for (const wrong of [
      ...[null, 'bot', [], {}, { sub: '' }, { sub: 7 }, { sub: 'bot', act: { sub: 'x' } }].map((act) => ({
        ...claims,
        act,
      })),
      { ...claims, more: 1 },
      { ...claims, kind: 'robot' },
      { ...claims, exp: 'never' },
      [],
    ])
      expect(await problemOf(token('dlp-token+jwt', wrong))).not.toBeNull();
  });

  test('that is too long, or has too many links, or is none', async () => {
    let token = await issue();
    for (let link = 1; link < LIMITS.links; link += 1) token = await narrowed(token);
    expect(await problemOf(token)).toBeNull();
    const more = await attenuateToken(
      token,
      { task: { id: '', name: 'x' }, sources: null, lifetimeSeconds: null, canBeHandedOn: true, act: null },
      NOW,
    );
    expect(more).toMatchObject({ ok: false });
    for (const text of ['', 'dlpt1', 'dlpt1~~', 'x'.repeat(20_000), `dlpt2${token.slice(5)}`, 'ey.ey.ey'])
      expect(await problemOf(text)).not.toBeNull();
  });
});

test('a link names no key but its holder’s, and no secret', async () => {
  const token = await issue();
  const [, root = '', key = ''] = token.split('~');
  expect(decodeProtectedHeader(root)).toEqual({
    alg: 'Ed25519',
    typ: 'dlp-token+jwt',
    kid: expect.any(String),
  });
  expect(JSON.stringify(decodeJwt(root))).not.toContain(key);
});
