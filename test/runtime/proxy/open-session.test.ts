import { describe, expect, test } from 'vitest';
import type { SessionGround } from '../../../runtime/src/catalog/catalog.ts';
import type { Credential } from '../../../runtime/src/identity/credential.ts';
import { CredentialStore } from '../../../runtime/src/identity/credential-store.ts';
import { Revocations } from '../../../runtime/src/identity/revocations.ts';
import type { OpenRequest } from '../../../runtime/src/pgwire/services.ts';
import { type OpenParts, openSession } from '../../../runtime/src/proxy/open-session.ts';
import { Sessions } from '../../../runtime/src/proxy/sessions.ts';
import { sessionTarget } from '../../../runtime/src/proxy/upstream-target.ts';
import { askerOf } from '../../support/askers.ts';
import { catalogOf } from '../judge/fixture.ts';
import { credentialOf, servedSession, sourceConfig, sourceWithClock } from './proxy-fixture.ts';

function world(...credentials: Credential[]) {
  const { source, time } = sourceWithClock();
  source.setCatalog(catalogOf(), 0);
  const sessions = new Sessions();
  const store = new CredentialStore(new Map(credentials.map((credential) => [credential.user, credential])));
  const target = sessionTarget(sourceConfig('crm').upstream, null);
  const state = { now: Date.parse('2026-11-22T00:00:00Z') };
  const parts: OpenParts = {
    ...{
      store,
      sessions,
      revocations: new Revocations(true),
      holds: null,
      maxSessions: 2,
      now: () => state.now,
      log: () => undefined,
    },
    records: null,
    tracer: null,
    sources: new Map([['crm', { source, target }]]),
  };
  let connections = 0;
  /** A new connection that has proved to be `credential` asks for `database`. */
  const open = (credential: Credential, database = 'crm') => {
    const sessionId = `s${connections++}`;
    const session = servedSession(sessionId);
    sessions.add(session.served);
    const request: OpenRequest = {
      ...{ sessionId, user: credential.user, database, proof: credential },
      ...{ parameters: new Map(), remoteAddress: '127.0.0.1' },
    };
    return { ...session, result: openSession(request, parts) };
  };
  const outcome = (...request: Parameters<typeof open>) => {
    const { result } = open(...request);
    return result.ok ? 'open' : `${result.denial.sqlstate} ${result.denial.message}`;
  };
  return { open, outcome, state, source, store, sessions, time };
}

const CI = credentialOf('ci');

describe('opening a session', () => {
  test('gives the source that the database names, a gate for the caller, and the credential’s end', () => {
    const { open, sessions } = world(CI);
    const { result } = open(CI);
    if (!result.ok) throw new Error(result.denial.message);
    expect(result.upstream.database).toBe('crm');
    expect(result.endsAt).toEqual(CI.expiresAt);
    const gate = result.gate(new Map());
    expect(gate.judge('select id from orders', 'simple')).toMatchObject({ kind: 'forward' });
    expect(sessions.opened().map(({ identity }) => identity.user)).toEqual(['ci']);
  });

  test('gives a gate that nothing passes once the credential has expired, whatever timers do', () => {
    const { open, state } = world(CI);
    const { result } = open(CI);
    if (!result.ok) throw new Error(result.denial.message);
    const gate = result.gate(new Map());
    const before = gate.revision;
    state.now = CI.expiresAt.getTime() - 1;
    expect(gate.judge('select 1', 'simple')).toMatchObject({ kind: 'forward' });
    state.now = CI.expiresAt.getTime();
    expect(gate.judge('select 1', 'simple')).toMatchObject({ kind: 'deny', denial: { sqlstate: '28000' } });
    expect(gate.revision).not.toBe(before);
  });

  test('gives the server the search path of the snapshot, and a gate that nothing passes once that is another', () => {
    const { open, source } = world(CI);
    const { result } = open(CI);
    if (!result.ok) throw new Error(result.denial.message);
    expect(result.upstream.parameters).toMatchObject({ search_path: '"$user", public' });
    const gate = result.gate(new Map());
    const before = gate.revision;
    const shifted = (ground: SessionGround) => source.setCatalog(catalogOf({ ground }), 0);
    for (const ground of [
      { role: 'dlp_proxy', searchPath: 'archive, public' },
      { role: 'another', searchPath: '"$user", public' },
    ]) {
      shifted(ground);
      expect(gate.revision).not.toBe(before);
      expect(gate.judge('select 1', 'simple')).toMatchObject({ kind: 'deny', denial: { sqlstate: '58000' } });
    }
    shifted({ role: 'dlp_proxy', searchPath: '"$user", public' });
    expect(gate.judge('select 1', 'simple')).toMatchObject({ kind: 'forward' });
  });

  test('of an unknown database is refused as PostgreSQL does', () => {
    const { outcome } = world(CI);
    expect(outcome(CI, 'payroll')).toBe('3D000 database "payroll" does not exist');
    expect(outcome(CI, 'toString')).toBe('3D000 database "toString" does not exist');
  });

  test('is refused to a caller that no policy applies to', () => {
    const stranger = credentialOf('stranger', { caller: askerOf({ kind: 'human' }).caller });
    expect(world(stranger).outcome(stranger)).toBe('42501 no policy of crm applies to you');
  });

  test('is refused while the source cannot be judged', () => {
    const { outcome, source } = world(CI);
    source.setRoleRefused(true);
    expect(outcome(CI)).toMatch(/^57P03 source "crm" cannot be judged now/);
  });

  test('is refused while the credentials cannot be read', () => {
    const { outcome, store } = world(CI);
    store.refuseAll();
    expect(outcome(CI)).toMatch(/^57P03 the proxy cannot read its credentials/);
  });

  test('is refused where the credential was removed, disabled or changed since the proof', () => {
    const { outcome, store } = world(CI);
    const refused = '28000 the credential was changed while it was used';
    for (const now of [[], [{ ...CI, disabled: true }], [{ ...CI, verifier: 'another' }]]) {
      store.replace(new Map(now.map((credential) => [credential.user, credential])));
      expect(outcome(CI)).toBe(refused);
    }
  });

  test('is refused while the proxy drains', async () => {
    const { outcome, sessions } = world(CI);
    await sessions.drain({ sqlstate: '57P01', message: 'bye' });
    expect(outcome(CI)).toBe('57P03 the proxy is shutting down');
  });

  test('is refused beyond the bound, and possible again when a session has ended', async () => {
    const { open, outcome, sessions } = world(CI);
    const first = open(CI);
    expect(outcome(CI)).toBe('open');
    expect(outcome(CI)).toBe('53300 the proxy has too many sessions already');
    first.close();
    await first.served.closed;
    expect(sessions.openCount).toBe(1);
    expect(outcome(CI)).toBe('open');
  });

  test('is refused to a connection that is gone', async () => {
    const { open, sessions, outcome } = world(CI);
    const session = open(CI);
    session.close();
    await session.served.closed;
    expect(sessions.markOpen(session.served.id, CI)).toBe(false);
    expect(outcome(CI)).toBe('open');
  });
});
