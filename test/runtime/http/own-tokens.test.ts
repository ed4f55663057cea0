/** Requests with tokens of the proxy's own issuers: what each link may, and no more, holds for APIs as for databases. */
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attenuateToken } from '../../../runtime/src/identity/delegation/attenuate-token.ts';
import { issueToken } from '../../../runtime/src/identity/delegation/issue-token.ts';
import { type ApiWorld, apiWorld, compilePeople } from '../../attacks-http/world/world.ts';

/** The job is a clerk's; its subtask `read` may see less, and `all` would see everything if it stood alone. */
const POLICY = `
policy reader for "clerks" in caller.groups when task.name == "read" {
  on people {
    allow operation getPerson
    mask pii with redact
  }
}

policy clerk_tasks for "clerks" in caller.groups when task.name == "all" {
  on people {
    allow operation getPerson, removePerson, changePerson
    reveal pii
  }
}
`;

const PERSON = { id: 7, name: 'Ada', email: 'ada@corp.example', ssn: '123-45-6789' };
const issuer = generateKeyPairSync('ed25519');
let directory: string;
let world: ApiWorld;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-own-'));
  const sources = join(directory, 'policies');
  cpSync(fileURLToPath(new URL('../../attacks-http/world', import.meta.url)), sources, { recursive: true });
  const policy = join(sources, 'people.dlp');
  writeFileSync(
    policy,
    readFileSync(policy, 'utf8').replaceAll(
      'policy clerks for "clerks" in caller.groups',
      'policy clerks for "clerks" in caller.groups when task.name == "job"',
    ) + POLICY,
  );
  world = await apiWorld({
    bundle: await compilePeople(directory, sources),
    files: {
      'issuer.pub': issuer.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'revoked.json': '[]',
    },
    settings: { tokens: { keys: ['issuer.pub'] }, revocations: 'revoked.json' },
  });
  world.upstream.answerJson(PERSON);
});
afterAll(async () => {
  await world?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const issue = (task: string): Promise<string> =>
  issueToken(
    {
      ...{ aud: 'dlp-proxy', sub: 'nightly', kind: 'service', groups: ['clerks'], claims: {} },
      ...{ task: { id: '1', name: task }, sources: null, lifetimeSeconds: 600 },
    },
    issuer.privateKey,
    Date.now(),
  );

async function handOn(token: string, task: string, more: object = {}): Promise<string> {
  const limits = { act: null, sources: null, lifetimeSeconds: null, canBeHandedOn: true, ...more };
  const narrowed = await attenuateToken(token, { task: { id: '', name: task }, ...limits }, Date.now());
  if (!narrowed.ok) throw new Error(narrowed.problem);
  return narrowed.token;
}

function ask(token: string, method = 'GET'): Promise<Response> {
  return fetch(`${world.origin}/people/7`, { method, headers: { authorization: `Bearer ${token}` } });
}

async function seen(token: string): Promise<unknown> {
  const response = await ask(token);
  return response.ok ? await response.json() : response.status;
}

const AS_CLERK = { ...PERSON, email: '[redacted]', ssn: '****6789' };

describe('a token', () => {
  it('opens what its task may', async () => {
    expect(await seen(await issue('job'))).toEqual(AS_CLERK);
    expect(await seen(await issue('all'))).toEqual(PERSON);
    expect(world.upstream.seen.at(-1)?.headers.authorization).toBe('Bearer the-proxy-itself');
  });

  it('that was handed on shows the least of both tasks, and gains nothing by the name of one that may more', async () => {
    const job = await issue('job');
    expect(await seen(await handOn(job, 'read'))).toEqual({
      ...PERSON,
      email: '[redacted]',
      ssn: '[redacted]',
    });
    const all = await handOn(job, 'all');
    expect(await seen(all)).toEqual(AS_CLERK);
    // Such an answer is not described; it was let through.
    expect((await ask(await issue('all'), 'DELETE')).status).toBe(502);
    expect((await ask(all, 'DELETE')).status).toBe(403);
    // No policy is for this task.
    expect(await seen(await handOn(await issue('all'), 'other'))).toBe(403);
  });

  it('opens no API that a link leaves out', async () => {
    const response = await ask(await handOn(await issue('job'), 'read', { sources: ['crm'] }));
    expect([response.status, await response.json()]).toEqual([
      403,
      expect.objectContaining({ detail: 'the token does not open people' }),
    ]);
  });

  it('that was changed, cut, mixed or signed by another proves nothing', async () => {
    const job = await issue('job');
    const read = await handOn(job, 'read', { canBeHandedOn: false });
    const [prefix, root, link, seal] = read.split('~');
    const forger = generateKeyPairSync('ed25519');
    const forged = await issueToken(
      {
        ...{ aud: 'dlp-proxy', sub: 'x', kind: 'service', groups: ['owners'], claims: {} },
        ...{ task: { id: '', name: 'job' }, sources: null, lifetimeSeconds: 600 },
      },
      forger.privateKey,
      Date.now(),
    );
    for (const token of [
      [prefix, root, seal].join('~'),
      [prefix, root, link].join('~'),
      [prefix, root, link, job.split('~').at(-1)].join('~'),
      [prefix, link, root, seal].join('~'),
      forged,
      `${job}~`,
      'dlpt1~',
      'dlpt1',
    ])
      expect(await seen(token)).toBe(401);
    expect(world.lines.filter((line) => line.includes('dlpt1'))).toEqual([]);
  });

  it('that is revoked takes with it what came of it', async () => {
    const job = await issue('job');
    const read = await handOn(job, 'read');
    expect(await seen(read)).toMatchObject({ id: 7 });
    const { jti } = decodeJwt(job.split('~')[1] ?? '');
    world.write('revoked.json', JSON.stringify([{ issuer: 'dlp-proxy', token: jti }]));
    await expect.poll(() => seen(read), { timeout: 30_000 }).toBe(401);
    expect(await seen(await issue('job'))).toEqual(AS_CLERK);
  });
});
