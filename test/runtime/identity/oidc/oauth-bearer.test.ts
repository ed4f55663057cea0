/** Tokens by OAUTHBEARER: a real provider, the whole proxy, the libpq of PostgreSQL 18, and a client that says what no libpq would. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import {
  encodePassword,
  encodeSaslInitialResponse,
  encodeSaslResponse,
} from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import {
  AUDIENCE,
  type IdentityProvider,
  startIdentityProvider,
} from '../../../support/identity-provider.ts';
import { LIBPQ_18 } from '../../../support/postgres-binaries.ts';
import { requires } from '../../../support/requires.ts';
import { matcher } from '../../judge/fixture.ts';
import { crmDatabase, type ProxyWorld, startWorld } from '../../proxy/proxy-world.ts';
import { bearer, sayBySasl, told } from './sasl-client.ts';

let provider: IdentityProvider;
let database: Awaited<ReturnType<typeof crmDatabase>>;
let world: ProxyWorld & { end(): Promise<void> };

beforeAll(async () => {
  provider = await startIdentityProvider({ groups: ['contractors'] });
  database = await crmDatabase();
  const { issuer } = provider;
  const oauth = { scope: 'openid groups' };
  world = await startWorld(database, {
    settings: { identityProviders: [{ issuer, audience: AUDIENCE, kind: 'service', oauth }] },
    matcher: { ...matcher, identity: { issuer, audience: AUDIENCE } },
  });
});
afterAll(async () => {
  await world?.end();
  await provider?.stop();
  await database?.drop();
});

const configuration = () => `${provider.issuer}/.well-known/openid-configuration`;

const say = (...answers: readonly Buffer[]) => sayBySasl(world.proxy, 'oauth', answers);
const initial = (data: string, mechanism = 'OAUTHBEARER') => encodeSaslInitialResponse(mechanism, data);
const dummy = encodeSaslResponse('\x01');

test('the one mechanism that is offered opens a session, without a word more than needed', async () => {
  const messages = await say(initial(bearer(await provider.token())));
  expect(messages[0]?.body.subarray(4).toString('latin1')).toBe('OAUTHBEARER\0\0');
  expect(told(messages)).toBe('10 0 ready');
  expect(await world.event('authenticated', (event) => event.user === 'oauth')).toMatchObject({
    channelBound: false,
  });
});

test('a client without a token is told where to get one, which is no failure', async () => {
  const messages = await say(initial('n,,\x01auth=\x01\x01'), dummy);
  expect(told(messages)).toBe('10 11 28000');
  expect(JSON.parse(String(messages[1]?.body.subarray(4)))).toEqual({
    status: 'invalid_token',
    'openid-configuration': configuration(),
    scope: 'openid groups',
  });
});

describe('refused, and told where to get a better one', () => {
  const now = () => Math.floor(Date.now() / 1000);
  test.each<[string, () => Promise<string>, string]>([
    [
      'of another audience',
      () => provider.sign({ aud: 'payroll' }),
      'its claim `aud` is not what it must be',
    ],
    ['expired', () => provider.sign({ iat: now() - 600, exp: now() - 300 }), 'it has expired'],
    ['not yet valid', () => provider.sign({ nbf: now() + 300 }), 'its claim `nbf` is not what it must be'],
    ['too long', async () => 'x'.repeat(20_000), 'it is too long'],
    ['none', async () => 'correct', 'it is no token'],
  ])('a token that is %s', async (_, token, problem) => {
    const presented = await token();
    expect(told(await say(initial(bearer(presented)), dummy))).toBe('10 11 28000');
    await world.event(
      'authentication-failed',
      (event) => event.problem === problem && event.user === 'oauth',
    );
    expect(world.lines.join('')).not.toContain(presented.slice(0, 40).padEnd(8, 'x'));
  });
});

describe('attacks', () => {
  test.each<[string, () => Promise<readonly Buffer[]>, string]>([
    ['a token as a password in the clear', async () => [encodePassword(await provider.token())], '10 08P01'],
    ['SCRAM in place of what is offered', async () => [initial('n,,n=,r=abc', 'SCRAM-SHA-256')], '10 08P01'],
    [
      'a binding to the channel',
      async () => [initial(bearer(await provider.token()).replace('n,,', 'p=tls-exporter,,'))],
      '10 08P01',
    ],
    [
      'somebody else to act for',
      async () => [initial(bearer(await provider.token()).replace('n,,', 'n,a=admin,'))],
      '10 08P01',
    ],
    [
      'another separator',
      async () => [initial(bearer(await provider.token()).replaceAll('\x01', '\x02'))],
      '10 08P01',
    ],
    [
      'two tokens, of which one is good',
      async () => [initial(`n,,\x01auth=Bearer x\x01auth=Bearer ${await provider.token()}\x01\x01`)],
      '10 08P01',
    ],
    [
      'a good token after a bad one',
      async () => [initial(bearer('bad')), initial(bearer(await provider.token()))],
      '10 11 08P01',
    ],
    [
      'a query after discovery',
      async () => [initial('n,,\x01auth=\x01\x01'), Buffer.from('Q\0\0\0\rselect 1\0')],
      '10 11 08P01',
    ],
    ['more than the proxy holds', async () => [initial(bearer('x'.repeat(70_000)))], '10 08P01'],
  ])('%s', async (_, answers, expected) => {
    expect(told(await say(...(await answers())))).toBe(expected);
  });

  test('a token of the provider is no password, and its name for passwords offers no OAUTHBEARER', async () => {
    const { client } = await world.connect('oidc', { password: await provider.token() });
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect(await world.refusal('oauth', { password: await provider.token() })).toMatch(/SASL/);
  });
});

/** Connects by the library's own hook for tokens, which stands for the flow in a browser; prints what it was told, and the answer. */
const CLIENT = `
import ctypes, os, sys
pq = ctypes.CDLL(sys.argv[1])
class Request(ctypes.Structure): pass
Request._fields_ = [('configuration', ctypes.c_char_p), ('scope', ctypes.c_char_p), ('poll', ctypes.c_void_p),
  ('cleanup', ctypes.c_void_p), ('token', ctypes.c_char_p), ('user', ctypes.c_void_p)]
BEARER_TOKEN = 1
token = os.environ['TOKEN'].encode()
def hook(kind, connection, data):
  if kind != BEARER_TOKEN: return 0
  request = ctypes.cast(data, ctypes.POINTER(Request)).contents
  print(request.configuration.decode(), request.scope.decode())
  request.token = token
  return 1
kept = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(hook)
pq.PQsetAuthDataHook(kept)
for name, result, arguments in [('PQconnectdb', ctypes.c_void_p, [ctypes.c_char_p]), ('PQstatus', ctypes.c_int, [ctypes.c_void_p]),
    ('PQerrorMessage', ctypes.c_char_p, [ctypes.c_void_p]), ('PQexec', ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_char_p]),
    ('PQgetvalue', ctypes.c_char_p, [ctypes.c_void_p, ctypes.c_int, ctypes.c_int])]:
  function = getattr(pq, name)
  function.restype, function.argtypes = result, arguments
connection = pq.PQconnectdb(os.environ['CONNINFO'].encode())
if pq.PQstatus(connection) != 0: print(pq.PQerrorMessage(connection).decode().strip())
else: print(pq.PQgetvalue(pq.PQexec(connection, b'select ssn from customers'), 0, 0).decode())
`;

requires('libpq 18', 'python3')('the libpq of PostgreSQL 18', () => {
  async function libpq(token: string, issuer = provider.issuer): Promise<readonly string[]> {
    const { host, port } = world.proxy;
    const conninfo = `hostaddr=${host} port=${port} user=oauth dbname=crm sslmode=disable oauth_issuer=${issuer} oauth_client_id=psql`;
    const child = spawn('python3', ['-c', CLIENT, `${LIBPQ_18}/libpq.so.5`], {
      // The provider of this test speaks http, which libpq takes for tests alone.
      env: {
        PATH: process.env.PATH,
        LD_LIBRARY_PATH: LIBPQ_18,
        PGOAUTHDEBUG: 'UNSAFE',
        CONNINFO: conninfo,
        TOKEN: token,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return (await text(child.stdout)).trim().split('\n');
  }

  it('asks where tokens come from, gets one there, and comes back with it', async () => {
    expect(await libpq(await provider.token())).toEqual([`${configuration()} openid groups`, '6789']);
  });

  it('is told that its token is refused', async () => {
    const [asked, ...refused] = await libpq(await provider.sign({ aud: 'payroll' }));
    expect(asked).toBe(`${configuration()} openid groups`);
    expect(refused.join('\n')).toMatch(
      /server rejected OAuth bearer token: invalid_token|OAuth bearer authentication failed for user "oauth"/,
    );
  });

  it('does not follow the proxy to another issuer than its own', async () => {
    const lines = await libpq('x', 'http://127.0.0.1:1');
    expect(lines.join('\n')).toMatch(/is incompatible with oauth_issuer/);
  });
});
