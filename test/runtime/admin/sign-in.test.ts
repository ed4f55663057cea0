/** Who may sign in at the admin listener, and what is told of who may not. */
import { beforeAll, describe, expect, test } from 'vitest';
import { AttemptLimiter } from '../../../runtime/src/admin/attempt-limiter.ts';
import { SessionBook } from '../../../runtime/src/admin/console/session-book.ts';
import { signIn } from '../../../runtime/src/admin/sign-in.ts';
import type { Credential } from '../../../runtime/src/identity/credential.ts';
import { CredentialStore } from '../../../runtime/src/identity/credential-store.ts';
import { TokenIdentity } from '../../../runtime/src/identity/oidc/token-identity.ts';
import type { TokenVerifier } from '../../../runtime/src/identity/oidc/token-verifier.ts';
import { Revocations } from '../../../runtime/src/identity/revocations.ts';
import { makeScramVerifier } from '../../../runtime/src/pgwire/scram/verifier.ts';
import { credentialOf } from '../proxy/proxy-fixture.ts';

const PASSWORD = 'pass: wörd';
const NOW = Date.UTC(2026, 10, 22);
let ann: Credential;
beforeAll(async () => {
  ann = credentialOf('ann', { verifier: await makeScramVerifier(PASSWORD) });
});

const { caller, task, actors } = credentialOf('carl');
const token = new TokenIdentity({
  ...{ user: 'oidc', expiresAt: new Date(NOW + 1000), caller, task, actors },
  ...{ issuer: 'https://corp', audience: 'dlp', tokenIds: ['t1'] },
});

/** Takes `good` alone. */
const verifier = {
  verify: async (text: string) =>
    text === 'good' ? { ok: true, identity: token } : { ok: false, problem: 'its signature is wrong' },
} as unknown as TokenVerifier;

function door(changes: Partial<Parameters<typeof signIn>[0]> = {}) {
  const failures: string[] = [];
  const enter = signIn({
    store: new CredentialStore(new Map([['ann', ann]])),
    verifiers: [verifier],
    revocations: new Revocations(true),
    sessions: new SessionBook(() => NOW),
    mockSecret: Buffer.from('x'),
    limiter: new AttemptLimiter(() => 0),
    now: () => NOW,
    onFailure: (_address, name, problem) => void failures.push(`${name}: ${problem}`),
    ...changes,
  });
  return { failures, enter: (header: string | undefined) => enter(header, '127.0.0.1') };
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test('by name and password, colons and letters of any script included', async () => {
  expect(await door().enter(basic(`ann:${PASSWORD}`))).toEqual({ ok: true, identity: ann });
});

test('by a token that is verified', async () => {
  expect(await door().enter('Bearer good')).toEqual({ ok: true, identity: token });
});

describe('not', () => {
  test.each<[string, string | undefined, Partial<Parameters<typeof signIn>[0]>, readonly string[]]>([
    ['without a word', undefined, {}, []],
    ['with what is no header', 'Bearer', {}, []],
    ['by a wrong password', basic('ann:x'), {}, ['ann: wrong-password']],
    // What stands in the place of a name may be a secret.
    ['by an unknown name', basic('eve:x'), {}, [': unknown-user']],
    ['by no password', basic('ann:'), {}, ['ann: wrong-password']],
    ['by another token', 'Bearer bad', {}, [': its signature is wrong']],
    [
      'where no provider is',
      'Bearer good',
      { verifiers: [] },
      [': no provider is configured whose tokens are taken'],
    ],
    [
      'while revocations cannot be read',
      'Bearer good',
      { revocations: new Revocations(false) },
      [': the list of revoked tokens cannot be read'],
    ],
  ])('%s', async (_, header, changes, told) => {
    const { enter, failures } = door(changes);
    const answer = await enter(header);
    expect(answer).toMatchObject({ ok: false, problem: { kind: 'not-signed-in' } });
    expect(failures).toEqual(told);
    // No dialog of a browser, which would send the password again by itself.
    expect(JSON.stringify(answer)).not.toContain('Basic realm');
  });

  test('by a revoked token', async () => {
    const revocations = new Revocations(true);
    revocations.replace([{ token: 't1' }]);
    const { enter, failures } = door({ revocations });
    expect(await enter('Bearer good')).toMatchObject({ ok: false });
    expect(failures).toEqual([': it was revoked']);
  });

  test('by a credential that is over, disabled, or of a file that cannot be read', async () => {
    for (const [changed, why] of [
      [{ expiresAt: new Date(NOW) }, 'expired'],
      [{ disabled: true }, 'unknown-user'],
    ] as const) {
      const { enter, failures } = door({
        store: new CredentialStore(new Map([['ann', { ...ann, ...changed }]])),
      });
      expect(await enter(basic(`ann:${PASSWORD}`))).toMatchObject({ ok: false });
      expect(failures).toEqual([`ann: ${why}`]);
    }
    const store = new CredentialStore(new Map([['ann', ann]]));
    store.refuseAll();
    expect(await door({ store }).enter(basic(`ann:${PASSWORD}`))).toMatchObject({ ok: false });
  });
});
