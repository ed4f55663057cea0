/** Requests that people must agree to: they wait on their connection, are what was agreed to, and go on once or not at all. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApprovalDesk } from '../../../runtime/src/approvals/approval-desk.ts';
import type { ApprovalEvent } from '../../../runtime/src/approvals/approval-event.ts';
import type { Approver } from '../../../runtime/src/approvals/approver.ts';
import { openSqliteStore } from '../../../runtime/src/approvals/sqlite-store.ts';
import { makeScramVerifier } from '../../../runtime/src/pgwire/scram/verifier.ts';
import { recordsFiles } from '../../../runtime/src/records/journal/records-files.ts';
import { allEntries } from '../../../runtime/src/records/read/read-entries.ts';
import {
  type ApiWorld,
  apiWorld,
  basic,
  type CallerName,
  compilePeople,
  credentialEntries,
} from '../../attacks-http/world/world.ts';
import { writeRecordsKey } from '../../support/recorded-example.ts';

const POLICY = `
policy changes for "clerks" in caller.groups {
  record metadata

  on people {
    approve operation removePerson by "dba" within 10m
  }
}

policy writers for caller.sub == "stranger" {
  on people {
    approve operation addPerson, putFile by "dba" within 10m
    reveal pii
  }
}
`;

let directory: string;
let sources: string;
let world: ApiWorld;
let desk: ApprovalDesk;
const events: ApprovalEvent[] = [];
/** Of the desk, which the tests move on. */
let later = 0;
const timers = new Set<() => void>();
const refused: string[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-held-'));
  sources = join(directory, 'policies');
  cpSync(fileURLToPath(new URL('../../attacks-http/world', import.meta.url)), sources, { recursive: true });
  const policy = join(sources, 'people.dlp');
  writeFileSync(policy, readFileSync(policy, 'utf8') + POLICY);
  const opening = openSqliteStore(join(directory, 'desk'), Date.now());
  if (!opening.ok) throw new Error(opening.problem);
  desk = new ApprovalDesk({
    ...{ store: opening.store, now: () => Date.now() + later, maxOpen: 8, maxOpenOfOne: 4 },
    after: (_milliseconds, action) => {
      timers.add(action);
      return { cancel: () => void timers.delete(action) };
    },
    onEvent: (event) => void events.push(event),
  });
  const { key } = writeRecordsKey(directory);
  world = await apiWorld({
    settings: { records: { directory: join(directory, 'records'), key } },
    bundle: await compilePeople(directory, sources),
    parts: { approvals: desk, pollMilliseconds: 50 },
  });
  world.upstream.answer((_request, response) => response.writeHead(204).end());
});
afterAll(async () => {
  await world?.stop();
  desk?.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  world.upstream.forget();
  events.length = 0;
});

const DBA: Approver = {
  ...{ subject: 'dora', kind: 'human' as const, groups: new Set(['dba']) },
  ...{ hasTask: false, hasActor: false, identity: null, stands: () => true },
};

function ask(target: string, init: RequestInit = {}, caller: CallerName = 'clerk'): Promise<Response> {
  return fetch(world.origin + target, {
    method: 'DELETE',
    ...init,
    headers: { authorization: basic(caller), ...(init.headers as Record<string, string>) },
  });
}

/** The one request that waits, as an approver finds it. */
async function waiting(): Promise<string> {
  await expect.poll(() => desk.list('open', DBA, 10).length, { timeout: 30_000 }).toBe(1);
  return desk.list('open', DBA, 1)[0]?.id ?? '';
}

const shown = (id: string): string => desk.find(id, DBA)?.request.shown.text ?? '';
const approve = (id: string) => desk.decide(id, DBA, { decision: 'approve', reason: 'ticket 4711' });

describe('a request that needs an approval', () => {
  it('waits, goes on once somebody agrees, and is asked about anew the next time', async () => {
    for (const _ of [1, 2]) {
      world.upstream.forget();
      const answer = ask('/people/7');
      const id = await waiting();
      expect(world.upstream.seen).toEqual([]);
      expect(desk.find(id, DBA)?.request).toMatchObject({
        source: 'people',
        requester: { subject: 'clerk', user: 'clerk', kind: 'service' },
        requirements: [{ by: ['dba'], rule: expect.stringContaining('approve operation removePerson') }],
        shown: { kind: 'http', text: 'DELETE /people/7', touches: [{ actions: ['DELETE'] }] },
      });
      expect(approve(id)).toMatchObject({ ok: true });
      expect((await answer).status).toBe(204);
      expect(world.upstream.seen).toMatchObject([{ method: 'DELETE', url: '/people/7' }]);
      expect(events.map(({ kind }) => kind).slice(-3)).toEqual(['asked', 'settled', 'used']);
    }
  });

  it('is shown as it will be sent, without labelled values, and sent as it was shown', async () => {
    const body = JSON.stringify({ name: 'Eve', ssn: '123-45-6789' });
    const answer = ask(
      '/%70eople',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body },
      'stranger',
    );
    const id = await waiting();
    const text = shown(id);
    expect(text).toContain('POST /people\n');
    expect(text).toContain('"name":"Eve"');
    expect(text).not.toContain('6789');
    approve(id);
    await answer;
    expect(world.upstream.seen.map((seen) => [seen.url, seen.body.toString()])).toEqual([['/people', body]]);
  });

  it('does not go on where it is refused, with the reason', async () => {
    const answer = ask('/people/7');
    const id = await waiting();
    refused.push(id);
    desk.decide(id, DBA, { decision: 'deny', reason: 'not before the backup' });
    const response = await answer;
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      ...[403, 'application/problem+json'],
      expect.objectContaining({
        detail: 'dora refused to approve the request: not before the backup',
        hint: expect.stringContaining(id),
        rules: [expect.stringContaining('policy changes')],
      }),
    ]);
    expect(world.upstream.seen).toEqual([]);
  });

  it('is withdrawn when its client goes, and cannot be approved any more', async () => {
    const leaving = new AbortController();
    const answer = ask('/people/7', { signal: leaving.signal }).catch(() => 'gone');
    const id = await waiting();
    leaving.abort();
    expect(await answer).toBe('gone');
    await expect.poll(() => desk.openCount, { timeout: 30_000 }).toBe(0);
    expect(approve(id)).toMatchObject({ ok: false, why: 'settled', outcome: { why: 'client-gone' } });
    expect(world.upstream.seen).toEqual([]);
  });

  it('that nobody agrees to in time does not go on, and cannot be approved any more', async () => {
    const answer = ask('/people/7');
    const id = await waiting();
    later += 600_000;
    for (const expire of timers) expire();
    const response = await answer;
    expect([response.status, await response.json()]).toEqual([
      403,
      expect.objectContaining({ hint: expect.stringContaining(id) }),
    ]);
    expect(approve(id)).toMatchObject({ ok: false, why: 'settled', outcome: { kind: 'expired' } });
    expect(world.upstream.seen).toEqual([]);
  });

  it('is not approved by whoever asks, by services, or by others than those who are named', async () => {
    const answer = ask('/people/7');
    const id = await waiting();
    for (const [approver, why] of [
      [{ ...DBA, subject: 'clerk' }, 'own-request'],
      [{ ...DBA, kind: 'service' as const }, 'no-person'],
      [{ ...DBA, groups: new Set(['clerks']) }, 'unknown'],
    ] as const)
      expect(desk.decide(id, approver, { decision: 'approve', reason: null })).toMatchObject({
        ok: false,
        why,
      });
    desk.decide(id, DBA, { decision: 'deny', reason: 'no' });
    expect((await answer).status).toBe(403);
  });

  it('that would be refused anyway asks nobody', async () => {
    for (const [target, init, status] of [
      ['/people/7', {}, 403],
      ['/people//7', {}, 400],
    ] as const)
      expect((await ask(target, init, status === 403 ? 'contractor' : 'clerk')).status).toBe(status);
    expect(events).toEqual([]);
  });

  it('that nobody can read is not asked about', async () => {
    const send = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string>) =>
      ask(
        '/people',
        { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } },
        'stranger',
      );
    const long = JSON.stringify({ name: 'x'.repeat(70_000) });
    const refused = await send(long, {});
    expect([refused.status, await refused.json()]).toEqual([
      403,
      expect.objectContaining({ detail: expect.stringContaining('longer than 65536 bytes') }),
    ]);
    expect((await send('{"name":"a"}', { 'content-encoding': 'gzip' })).status).toBeGreaterThanOrEqual(400);
    expect((await send(Buffer.from('{"name":"\xff"}', 'latin1'), {})).status).toBeGreaterThanOrEqual(400);
    expect([events, world.upstream.seen]).toEqual([[], []]);
  });

  it('is one of few that a caller may have waiting', async () => {
    const gone = new AbortController();
    const waits = [1, 2, 3, 4].map((id) =>
      ask(`/people/${id}`, { signal: gone.signal }).catch(() => undefined),
    );
    await expect.poll(() => desk.openCount, { timeout: 30_000 }).toBe(4);
    expect((await ask('/people/5')).status).toBe(503);
    gone.abort();
    await Promise.all(waits);
    await expect.poll(() => desk.openCount, { timeout: 30_000 }).toBe(0);
  });

  it('ends with the proof of who asks', async () => {
    const answer = ask('/people/7');
    const id = await waiting();
    const verifier = await makeScramVerifier('another');
    world.writeCredentials(credentialEntries(verifier));
    expect((await answer).status).toBe(503);
    expect(approve(id)).toMatchObject({ ok: false, why: 'settled', outcome: { why: 'session-ended' } });
    world.writeCredentials(credentialEntries(await makeScramVerifier('correct horse')));
    await expect
      .poll(async () => (await ask('/people', { method: 'GET' })).status, { timeout: 30_000 })
      .not.toBe(401);
  });

  it('is asked about again under another policy', async () => {
    const answer = ask('/people/7');
    await waiting();
    const policy = join(sources, 'people.dlp');
    writeFileSync(
      policy,
      `${readFileSync(policy, 'utf8')}\n// Changed.\npolicy more for "more" in caller.groups { on people { allow operation getMe } }\n`,
    );
    await compilePeople(directory, sources);
    const response = await answer;
    expect([response.status, await response.json()]).toEqual([
      403,
      expect.objectContaining({ detail: expect.stringContaining('the policy or the schema changed') }),
    ]);
    expect(world.upstream.seen).toEqual([]);
  });

  it('is on record with who decided, and why', async () => {
    const settled = async () => {
      const found: Record<string, unknown>[] = [];
      for await (const { kind, data } of allEntries(recordsFiles(join(directory, 'records'))))
        if (kind === 'approval.settled') found.push(data);
      return found;
    };
    await expect.poll(settled, { timeout: 30_000 }).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ outcome: 'approved', by: [{ subject: 'dora', reason: 'ticket 4711' }] }),
        expect.objectContaining({
          ...{ approval: refused[0], outcome: 'rejected' },
          by: [{ subject: 'dora', reason: 'not before the backup' }],
        }),
        expect.objectContaining({ outcome: 'withdrawn', why: 'client-gone', by: [] }),
      ]),
    );
  });
});
