/** A job hands tokens on to its subtasks: real tokens from the real program, at the real proxy. No subtask gets what the job would not, nor what its own task would not. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../support/programs.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

/** The job reads by the example's policy; a policy of its own makes `extract` see less, and one makes `purge` see more than the job. */
const POLICY = `
policy extract for etl when task.name == "extract" {
  on crm {
    allow select on customers
    mask pii.contact with redact
  }
}

policy agents for "agents" in caller.actor.groups {
  on crm {
    mask pii.contact with redact
  }
}

policy reconciler for (caller.actor.sub ?? "") == "reconciler" {
  on crm {
    allow select on customers, orders, support_tickets
    reveal pii.contact
  }
}

policy purge for "purgers" in caller.groups when task.name == "purge" {
  on crm {
    allow select on customers, orders, support_tickets
    reveal pii.contact
  }
}
`;

let directory: string;
let world: CrmWorld;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-tokens-'));
  const pair = generateKeyPairSync('ed25519');
  writeFileSync(file('issuer.key'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
  });
  writeFileSync(file('issuer.pub'), pair.publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644 });
  writeFileSync(file('revoked.json'), '[]', { mode: 0o600 });
  world = await createWorld({
    policy: POLICY,
    settings: { tokens: { keys: [file('issuer.pub')] }, revocations: file('revoked.json') },
  });
});

afterAll(async () => {
  await world.stop();
  rmSync(directory, { recursive: true });
});

function file(name: string): string {
  return join(directory, name);
}

async function token(args: readonly string[], from?: string): Promise<string> {
  if (from !== undefined) writeFileSync(file('given'), from, { mode: 0o600 });
  const given = from === undefined ? [] : ['--token-file', file('given')];
  const { status, stdout, stderr } = await run('dlp-proxy', ['token', ...args, ...given]);
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

const issue = (...more: readonly string[]): Promise<string> =>
  token([
    ...['issue', '--key', file('issuer.key'), '--sub', 'nightly', '--group', 'etl', '--task', 'nightly'],
    ...['--for', '1h', ...more],
  ]);
const subtask = (name: string, from: string, ...more: readonly string[]): Promise<string> =>
  token(['attenuate', '--task', name, ...more], from);

async function connect(password: string): Promise<pg.Client> {
  const { host, port } = world.proxy;
  const client = new pg.Client({ host, port, user: 'token', password, database: 'crm' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The rows, or the SQLSTATE. */
async function ask(password: string, sql: string): Promise<unknown> {
  const client = await connect(password);
  try {
    return (await client.query(sql)).rows;
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await client.end();
  }
}

const CONTACT = 'select email from customers where id = 1';

describe('a token', () => {
  test('opens what its task may, masked as its policies have it', async () => {
    const nightly = await issue();
    expect(await ask(nightly, CONTACT)).toEqual([{ email: expect.stringMatching(/^[0-9a-f]+$/) }]);
    expect(await ask(nightly, 'select count(*) > 0 as some from payments')).toEqual([{ some: true }]);
  });

  test('that was handed on shows the least of both tasks', async () => {
    const extract = await subtask('extract', await issue());
    expect(await ask(extract, CONTACT)).toEqual([{ email: '[redacted]' }]);
  });

  test('gains nothing by naming a task that may more', async () => {
    const nightly = await issue('--group', 'purgers');
    const own = ['--sub', 'p', '--group', 'purgers', '--task', 'purge', '--for', '1h'];
    const purge = await token(['issue', '--key', file('issuer.key'), ...own]);
    expect(await ask(purge, CONTACT)).toEqual([{ email: expect.stringContaining('@') }]);
    // As a part of the job it sees what the job does, of what it may read itself.
    const purging = await subtask('purge', nightly);
    expect(await ask(purging, CONTACT)).toEqual([{ email: expect.stringMatching(/^[0-9a-f]+$/) }]);
    expect(await ask(nightly, 'select count(*) from payments where false')).toEqual([{ count: '0' }]);
    // No policy is for this task, whatever is for the one above.
    await expect(connect(await subtask('other', purge))).rejects.toMatchObject({ code: '42501' });
  });

  test('says who acts, and no holder gains by a name that it writes', async () => {
    const agent = await issue('--actor', 'assistant', '--actor-group', 'agents');
    expect(await ask(agent, CONTACT)).toEqual([{ email: '[redacted]' }]);
    // Below the actor that the issuer vouches for, another name changes nothing.
    expect(await ask(await subtask('nightly', agent, '--actor', 'reconciler'), CONTACT)).toEqual([
      { email: '[redacted]' },
    ]);
    const own = ['--sub', 'p', '--task', 'purge', '--for', '1h'];
    const vouched = ['issue', '--key', file('issuer.key'), ...own, '--actor', 'reconciler'];
    expect(await ask(await token(vouched), CONTACT)).toEqual([{ email: expect.stringContaining('@') }]);
    const written = await subtask('part', await token(vouched.slice(0, -2)), '--actor', 'reconciler');
    await expect(connect(written)).rejects.toMatchObject({ code: '42501' });
  });

  test('opens no source that a link leaves out, and none after its end', async () => {
    await expect(
      connect(await subtask('extract', await issue(), '--source', 'billing')),
    ).rejects.toMatchObject({
      code: '28000',
    });
    const short = await subtask('extract', await issue(), '--for', '2s');
    const client = await connect(short);
    const over = new Promise<Error & { code?: string }>((resolve) => client.once('error', resolve));
    expect((await over).code).toBe('28000');
    await expect(connect(short)).rejects.toMatchObject({ code: '28P01' });
  });

  test('that is revoked takes with it what came of it, in the middle of a statement', async () => {
    const nightly = await issue();
    const extract = await subtask('extract', nightly);
    const client = await connect(extract);
    const running = client.query('select count(*) from customers a, customers b, customers c, customers d');
    const ended = running.catch((error: { code?: string }) => error.code);
    const { links } = JSON.parse(await token(['show'], nightly)) as { links: readonly { jti: string }[] };
    const revoked = [{ issuer: 'dlp-proxy', token: links[0]?.jti }];
    writeFileSync(file('revoked.json'), JSON.stringify(revoked), { mode: 0o600 });
    expect(await ended).toBe('57P01');
    await expect(connect(extract)).rejects.toMatchObject({ code: '28000' });
    expect(await ask(await issue(), CONTACT)).toHaveLength(1);
  });
});

describe('the program', () => {
  test.each([
    [['token'], 'say `issue`'],
    [['token', 'issue', '--sub', 'x', '--for', '1h'], '--key'],
    [['token', 'issue', '--key', 'k', '--sub', 'x', '--for', 'soon'], 'is no time'],
    [['token', 'attenuate', '--for', '1h'], '--task'],
    [['token', 'attenuate', '--task', 'x', 'dlpt1~secret'], 'one word too many'],
    [['token', 'attenuate', '--task', 'x'], 'DLP_TOKEN'],
    [['token', 'show', '--last'], 'does not go with'],
  ])('%j is a mistake that it explains', async (args, message) => {
    const { status, stderr, stdout } = await run('dlp-proxy', args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('a key that others can read signs nothing', async () => {
    const pair = generateKeyPairSync('ed25519');
    const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(file('open.key'), key, { mode: 0o644 });
    const { status, stderr } = await run('dlp-proxy', [
      ...['token', 'issue', '--key', file('open.key'), '--sub', 'x', '--for', '1h'],
    ]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('chmod 600')]);
  });
});
