import { describe, expect, test } from 'vitest';
import { CredentialStore } from '../../../runtime/src/identity/credential-store.ts';
import { parseCredentials } from '../../../runtime/src/identity/read-credentials.ts';
import type { FileReading } from '../../../runtime/src/json-file/read-file.ts';
import { makeScramVerifier } from '../../../runtime/src/pgwire/scram/verifier.ts';
import { CredentialKeeper } from '../../../runtime/src/proxy/credential-keeper.ts';
import { Sessions } from '../../../runtime/src/proxy/sessions.ts';
import { servedSession } from './proxy-fixture.ts';
import { recordedLog } from './recorded-log.ts';

const entry = (user: string, verifier: string, changes: object = {}) => ({
  ...{ user, verifier, expires: '2027-01-01T00:00:00Z' },
  caller: { sub: user, kind: 'service', groups: ['etl'] },
  ...changes,
});

const VERIFIER = await makeScramVerifier('secret');
const ANN = entry('ann', VERIFIER);
const BOB = entry('bob', VERIFIER);

/** Ann and Bob have a session each. */
function world() {
  const parsed = parseCredentials(JSON.stringify([ANN, BOB]));
  if (!parsed.ok) throw new Error('the test’s own credentials are wrong');
  const store = new CredentialStore(parsed.book);
  const sessions = new Sessions();
  const open = (user: string) => {
    const session = servedSession(`session of ${user}`);
    const credential = store.find(user);
    if (credential === null) throw new Error(`there is no ${user}`);
    sessions.add(session.served);
    sessions.markOpen(session.served.id, credential);
    return session;
  };
  const [ann, bob] = [open('ann'), open('bob')];
  const recorded = recordedLog();
  let file: FileReading = { ok: false, reason: 'does not exist' };
  const keeper = new CredentialKeeper({
    ...{ config: { credentials: '/c.json' }, store, sessions },
    parts: {
      log: recorded.log,
      readFile: async () => file,
      now: () => Date.parse('2026-11-22T00:00:00Z'),
    },
  });
  const reload = (content: readonly object[] | string | null, readable = false) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const exposure = { readable, writable: false };
    file = content === null ? { ok: false, reason: 'does not exist' } : { ok: true, text, exposure };
    return keeper.reload();
  };
  return { ann, bob, store, reload, ...recorded };
}

describe('a changed file of credentials', () => {
  test.each([
    ['removed', [BOB]],
    ['disabled', [{ ...ANN, disabled: true }, BOB]],
    ['changed', [{ ...ANN, caller: { ...ANN.caller, groups: [] } }, BOB]],
  ])('cuts the sessions of a user who was %s, and no others', async (reason, content) => {
    const { ann, bob, reload, events } = world();
    expect(await reload(content)).toBe(true);
    expect(ann.told).toEqual([
      { how: 'end', sqlstate: '57P01', message: 'terminating connection: the credential was revoked' },
    ]);
    expect(bob.told).toEqual([]);
    expect(events).toContainEqual({
      event: 'session-revoked',
      fields: { session: 'session of ann', user: 'ann', reason },
    });
  });

  test('that cannot be used opens nothing and cuts nothing, and is told once', async () => {
    const { ann, bob, store, reload, events, take } = world();
    expect(await reload('[{]')).toBe(false);
    expect(await reload('[{]')).toBe(false);
    expect(store.usable).toBe(false);
    expect([ann.told, bob.told]).toEqual([[], []]);
    expect(events).toEqual([
      {
        event: 'credentials-refused',
        fields: {
          file: '/c.json',
          problems: ['/c.json:1:3: found `]` where a key in double quotes is expected'],
        },
      },
    ]);
    expect(await reload(null)).toBe(false);
    expect(await reload([ANN, BOB])).toBe(true);
    expect(store.usable).toBe(true);
    expect(take()).toEqual(['credentials-refused', 'credentials-refused', 'credentials-in-force']);
  });

  test('that others can read is taken, with a warning', async () => {
    const { reload, take } = world();
    expect(await reload([ANN, BOB], true)).toBe(true);
    expect(take()).toEqual(['credentials-in-force', 'credentials-exposed']);
  });
});
