import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect as connectSocket, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Matcher } from '@dlpc/runtime/abi';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { maskKeySetting } from '../../../runtime/src/masks/mask-key.ts';
import { commandRule } from '../../support/entries.ts';
import { freePort } from '../../support/free-port.ts';
import { requires } from '../../support/requires.ts';
import { createCertificates } from '../../support/tls.ts';
import { matcher } from '../judge/fixture.ts';
import { bundleOf } from './proxy-fixture.ts';
import {
  CONTRACTOR,
  crmDatabase,
  entry,
  MASK_KEY,
  PASSWORD,
  SUPPORT,
  startWorld,
  VERIFIER,
  type WorldOptions,
} from './proxy-world.ts';

let database: Awaited<ReturnType<typeof crmDatabase>>;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await crmDatabase();
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => database.drop());

async function world(options?: WorldOptions) {
  const started = await startWorld(database, options);
  ends.push(started.end);
  return started;
}

const SSN = 'select ssn from customers';

describe('a session', () => {
  test('is masked for whom the policy masks, raw for whom it reveals, and lives on after a denial', async () => {
    const { connect, event } = await world();
    const contractor = await connect('contractor');
    const support = await connect('support');
    expect((await contractor.client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
    expect((await support.client.query(SSN)).rows).toEqual([{ ssn: '123-45-6789' }]);
    await expect(contractor.client.query('drop table customers')).rejects.toMatchObject({ code: '42501' });
    expect((await contractor.client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
    expect(await event('statement-denied')).toMatchObject({ user: 'contractor', sqlstate: '42501' });
  });

  test('is refused with what the client may know', async () => {
    const { refusal } = await world();
    expect(await refusal('contractor', { password: 'wrong' })).toMatch(/^28P01 /);
    expect(await refusal('nobody')).toBe(
      (await refusal('contractor', { password: 'wrong' })).replace('contractor', 'nobody'),
    );
    expect(await refusal('contractor', { database: 'payroll' })).toBe(
      '3D000 database "payroll" does not exist',
    );
    expect(await refusal('stranger')).toBe('42501 no policy of crm applies to you');
  });

  test('beyond the bound is refused', async () => {
    const { connect, refusal, event } = await world({ limits: { maxSessions: 1 } });
    const { client } = await connect('contractor');
    expect(await refusal('support')).toBe('53300 the proxy has too many sessions already');
    await client.end();
    await event('session-ended', ({ cause }) => cause === 'client');
    expect(await refusal('support')).toBe('connected');
  });
});

test('connections of one address are bounded, and who is turned away is told so', async () => {
  const { proxy, refusal, event } = await world({ limits: { maxConnectionsPerAddress: 2 } });
  const silent = [1, 2].map(() => connectSocket(proxy.port, proxy.host));
  await Promise.all(silent.map((socket) => once(socket, 'connect')));
  expect(await refusal('contractor')).toBe(
    '53300 the proxy has too many connections from this address already',
  );
  await event('connection-turned-away', ({ beyond }) => beyond === 'address');
  for (const socket of silent) socket.destroy();
  await expect.poll(() => refusal('contractor'), { timeout: 30_000 }).toBe('connected');
}, 60_000);

test('connections that never authenticate are bounded too', async () => {
  const { proxy, event, next, connect } = await world({ limits: { maxSessions: 1 } });
  const sockets = Array.from({ length: 101 }, () => connectSocket(proxy.port, proxy.host));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const oneMore = connectSocket(proxy.port, proxy.host);
  await once(oneMore, 'close');
  await event('connection-turned-away', ({ connections }) => connections === 101);
  const ended = next('session-ended');
  for (const socket of sockets) socket.destroy();
  await ended;
  expect((await (await connect('contractor')).client.query(SSN)).rows).toHaveLength(1);
});

requires('openssl')('TLS', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-tls-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  test('is spoken with clients, and a client without it is turned away', async () => {
    const { ca, certFile, keyFile } = createCertificates(directory);
    chmodSync(keyFile, 0o600);
    const tls = { cert: certFile, key: keyFile, required: true };
    const { connect, refusal, event } = await world({ settings: { tls } });
    const { client } = await connect('contractor', { ssl: { ca } });
    expect((await client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
    expect(await event('authenticated')).toMatchObject({ tls: 'TLSv1.3' });
    expect(await event('listening')).toMatchObject({ tls: 'required' });
    expect(await refusal('contractor')).toMatch(/^28000 /);
  });
});

describe('a window of time', () => {
  const atNight: Matcher = {
    ...matcher,
    windows: [{ zone: 'UTC', start: 60, end: 300 }],
    ends: [Date.parse('2026-12-01T00:00:00Z')],
    policies: matcher.policies.map((policy) => ({
      ...policy,
      applies: (request) =>
        policy.applies(request) &&
        request.inWindow[0] === true &&
        request.now < Date.parse('2026-12-01T00:00:00Z'),
    })),
  };

  test('closes for statements that were prepared while it was open, and opens again', async () => {
    let now = Date.parse('2026-11-22T04:59:59Z');
    const { connect, refusal } = await world({ matcher: atNight, now: () => now });
    const { client } = await connect('contractor');
    const named = { name: 'prepared', text: SSN };
    expect((await client.query(named)).rows).toEqual([{ ssn: '6789' }]);
    now = Date.parse('2026-11-22T05:00:00Z');
    await expect(client.query(named)).rejects.toMatchObject({ code: '42501' });
    await expect(client.query(SSN)).rejects.toMatchObject({ code: '42501' });
    expect(await refusal('contractor')).toBe('42501 no policy of crm applies to you');
    now = Date.parse('2026-11-23T01:00:00Z');
    expect((await client.query(named)).rows).toEqual([{ ssn: '6789' }]);
    now = Date.parse('2026-12-01T02:00:00Z');
    await expect(client.query(named)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('an identity', () => {
  const leveled: Matcher = {
    ...matcher,
    claims: [
      { name: 'level', type: 'int', optional: false },
      { name: 'team', type: 'string', optional: true },
    ],
    policies: matcher.policies.map((policy) => ({
      ...policy,
      applies: (request) => policy.applies(request) && (request.caller.claims.ints.get('level') ?? 0) > 2,
    })),
  };
  const withClaims = (claims: object) =>
    entry('contractor', [], { caller: { sub: 'c', kind: 'service', groups: ['contractors'], claims } });

  test.each([
    ['connected', { level: 3 }, null],
    ['connected', { level: 3, team: 'red', other: [] }, null],
    ['42501 no policy of crm applies to you', { level: 2 }, null],
    [expect.stringMatching(/^28000 /), {}, 'the claim `level` is missing'],
    [expect.stringMatching(/^28000 /), { level: '3' }, 'the claim `level` is no int'],
    [expect.stringMatching(/^28000 /), { level: 3, team: ['red'] }, 'the claim `team` is no string'],
  ])('is %s with %j', async (outcome, claims, problem) => {
    const { refusal, writeCredentials, next, event } = await world({ matcher: leveled });
    const reread = next('credentials-in-force');
    writeCredentials([withClaims(claims)]);
    await reread;
    expect(await refusal('contractor')).toEqual(outcome);
    if (problem !== null)
      expect(await event('identity-refused')).toMatchObject({ user: 'contractor', source: 'crm', problem });
  });
});

test('what a client says of itself opens nothing, and can take away', async () => {
  const hinted: Matcher = {
    ...matcher,
    policies: [
      ...matcher.policies,
      { name: 'psql', admits: false, record: null, applies: ({ hint }) => hint.applicationName === 'psql' },
    ],
    rules: [...matcher.rules, { policy: 2, text: 'deny select on customers', file: 'crm.dlp', line: 30 }],
    relations: new Map(
      [...matcher.relations].map(([key, relation]) => {
        const select = [...(relation.commands.select ?? []), commandRule(2, 'deny', 5)];
        return [key, relation.name === 'customers' ? { ...relation, commands: { select } } : relation];
      }),
    ),
  };
  const { connect, refusal } = await world({ matcher: hinted });
  expect(await refusal('stranger', { application_name: 'psql' })).toMatch(/^42501 no policy/);
  const { client } = await connect('contractor', { application_name: 'psql' });
  await expect(client.query(SSN)).rejects.toMatchObject({ code: '42501' });
  expect((await (await connect('contractor')).client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
});

describe('a new bundle', () => {
  test('judges the next statement of a live session, without a restart', async () => {
    const { connect, rollOut, event } = await world();
    const { client } = await connect('contractor');
    const named = { name: 'prepared', text: SSN };
    expect((await client.query(named)).rows).toEqual([{ ssn: '6789' }]);
    const nothingAllowed = {
      ...matcher,
      policies: matcher.policies.map((policy) => ({ ...policy, applies: () => false })),
    };
    rollOut({ ok: true, bundle: bundleOf('r2', { crm: nothingAllowed }) });
    await event('policy-in-force', ({ revision }) => revision === 'r2');
    await expect(client.query(SSN)).rejects.toMatchObject({ code: '42501' });
    await expect(client.query(named)).rejects.toMatchObject({ code: '42501' });
    rollOut({ ok: true, bundle: bundleOf('r3') });
    await event('policy-in-force', ({ revision }) => revision === 'r3');
    expect((await client.query(named)).rows).toEqual([{ ssn: '6789' }]);
  });

  test('that cannot be used changes nothing', async () => {
    const { connect, rollOut, event } = await world();
    const { client } = await connect('contractor');
    rollOut({ ok: false, problem: { code: 'wrong-content', message: 'a file was changed' } });
    expect(await event('policy-refused')).toMatchObject({
      level: 'error',
      reason: 'a file was changed',
      revision: 'r1',
    });
    rollOut({ ok: true, bundle: bundleOf('r2', { hr: matcher }) });
    expect(await event('policy-refused', ({ reason }) => reason !== 'a file was changed')).toMatchObject({
      reason: 'the bundle has no source `crm`, only `hr`',
    });
    expect((await client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
  });

  test('is read at once on request', async () => {
    const { proxy, rollOut, event } = await world();
    rollOut({ ok: true, bundle: bundleOf('r2') });
    await proxy.reload();
    expect(await event('policy-in-force', ({ revision }) => revision === 'r2')).toMatchObject({
      previous: 'r1',
    });
  });
});

describe('credentials', () => {
  test('that are removed cut their sessions', async () => {
    const { connect, writeCredentials, refusal } = await world();
    const contractor = await connect('contractor');
    const support = await connect('support');
    writeCredentials([SUPPORT]);
    expect(await contractor.over).toMatchObject({ code: '57P01' });
    expect(await refusal('contractor')).toMatch(/^28P01 /);
    expect((await support.client.query(SSN)).rows).toHaveLength(1);
  });

  test('end their sessions when they expire', async () => {
    const { connect, writeCredentials, event, next, refusal } = await world();
    // As long as it takes on this machine to be connected before the end.
    for (let seconds = 1; seconds < 60; seconds *= 2) {
      const expires = new Date(Date.now() + seconds * 1000).toISOString();
      const user = `brief${seconds}`;
      const inForce = next('credentials-in-force');
      writeCredentials([entry(user, ['contractors'], { expires })]);
      await inForce;
      const connection = await connect(user).catch(() => null);
      if (connection === null) continue;
      expect(await connection.over).toMatchObject({ code: '28000' });
      await event('session-ended', ({ cause }) => cause === 'expired');
      expect(await refusal(user)).toMatch(/^28/);
      return;
    }
    expect.fail('no session was ever open');
  });

  test('that cannot be read open nothing, and cut nothing', async () => {
    const { connect, writeCredentials, event, refusal } = await world();
    const { client } = await connect('contractor');
    writeCredentials('[{"user": "contractor"');
    await event('credentials-refused');
    expect(await refusal('contractor')).toMatch(/^57P03 the proxy cannot read its credentials/);
    expect((await client.query(SSN)).rows).toHaveLength(1);
    writeCredentials([CONTRACTOR]);
    await event('credentials-in-force', ({ users }) => users === 1);
    expect(await refusal('contractor')).toBe('connected');
  });
});

describe('a server', () => {
  const relays: Server[] = [];
  afterEach(() => {
    for (const relay of relays.splice(0)) relay.close();
  });

  test('that cannot be reached when the proxy starts is waited for', async () => {
    const port = await freePort();
    const { refusal, event, connect } = await world({ upstream: { host: '127.0.0.1', port } });
    expect(await event('source-unavailable')).toMatchObject({ source: 'crm', retrySeconds: 1 });
    expect(await refusal('contractor')).toMatch(/^57P03 source "crm" cannot be judged now/);
    const relay = createServer((socket) => {
      const upstream = connectSocket(database.port, database.host);
      socket.pipe(upstream).pipe(socket);
      for (const end of [socket, upstream]) end.on('error', () => socket.destroy());
    });
    relays.push(relay);
    relay.listen(port, '127.0.0.1');
    await event('source-ready');
    expect((await (await connect('contractor')).client.query(SSN)).rows).toEqual([{ ssn: '6789' }]);
  });

  test('on which the proxy’s role is a superuser is refused', async () => {
    const { refusal, event } = await world({
      upstream: { user: database.superuser },
      upstreamPassword: database.password,
    });
    expect(await event('source-refused')).toMatchObject({
      problems: [`the upstream role "${database.superuser}" is a superuser`],
    });
    expect(await refusal('contractor')).toMatch(/^57P03 source "crm" cannot be judged now: its role/);
  });

  test('whose schema changes is judged by the new one', async () => {
    const { connect, proxy } = await world();
    const { client } = await connect('contractor');
    await database.query('alter table customers alter column name type varchar(9)');
    try {
      await proxy.reload();
      await expect(client.query(SSN)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await database.query('alter table customers alter column name type text');
    }
    await proxy.reload();
    expect((await client.query(SSN)).rows).toHaveLength(1);
  });
});

describe('being told to stop', () => {
  /** Sessions of an idle client and of one whose statement waits for a lock until `release`. */
  async function busyWorld() {
    const started = await world();
    const idle = await started.connect('support');
    const busy = await started.connect('contractor');
    const holder = new pg.Client(database.superuserUrl);
    await holder.connect();
    ends.push(() => holder.end());
    await holder.query('begin; lock table orders');
    const running = busy.client.query('select id from orders');
    await started.event('statement-forwarded');
    return { ...started, idle, busy, running, release: () => holder.query('commit') };
  }

  test('ends idle sessions, lets running statements finish, and accepts no more', async () => {
    const { proxy, idle, busy, running, release, event, lines, refusal } = await busyWorld();
    const stopped = proxy.stop('SIGTERM');
    expect(await idle.over).toMatchObject({ code: '57P01' });
    expect(await refusal('contractor')).toMatch(/ECONNREFUSED/);
    await release();
    expect((await running).rows).toEqual([{ id: 10 }]);
    expect(await busy.over).toMatchObject({ code: '57P01' });
    await stopped;
    await event('stopped');
    expect(lines.join('')).not.toContain('cutting-sessions');
  });

  test('twice cuts what still runs', async () => {
    const { proxy, idle, running, event, release } = await busyWorld();
    const cut = expect(running).rejects.toMatchObject({ code: '57P01' });
    const stopped = proxy.stop('SIGINT');
    await idle.over;
    proxy.cut();
    await cut;
    await stopped;
    await event('cutting-sessions');
    await release();
  });
});

test('no secret and no value of a row is in the log', async () => {
  const { connect, refusal, proxy, writeCredentials, event, lines } = await world();
  const { client } = await connect('support');
  await client.query(SSN);
  await client.query('select name from customers where ssn = $1', ['123-45-6789']);
  await client.query("select '123-45-6789'::int").catch(() => undefined);
  await refusal('support', { password: 'battery staple' });
  // In the wrong place.
  await refusal('support', { user: 'ghp_0123456789abcdef' });
  await refusal('support', { user: 'ghp_0123456789abcdef', database: 'ghp_fedcba9876543210' });
  writeCredentials([CONTRACTOR, { ...SUPPORT, disabled: 'yes' }]);
  await event('credentials-refused');
  await proxy.stop('SIGTERM');
  const log = lines.join('');
  expect(log).toContain('"event":"authentication-failed"');
  const setting = maskKeySetting(Buffer.from(MASK_KEY, 'hex'));
  const [, salt = '', keys = ''] = VERIFIER.split('$').flatMap((part) => part.split(':').slice(-1));
  const secrets = [
    ...['ghp_0123456789abcdef', 'ghp_fedcba9876543210'],
    PASSWORD,
    'battery staple',
    database.role.password,
    MASK_KEY,
    ...setting.split(':'),
  ];
  for (const secret of [...secrets, VERIFIER, salt, keys, '123-45-6789']) {
    expect(secret.length).toBeGreaterThan(8);
    expect(log).not.toContain(secret);
  }
});
