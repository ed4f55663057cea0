import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load, mistakes } from './memory-host.ts';

const KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';

const MINIMAL = {
  listen: { port: 6432 },
  bundle: 'bundle',
  credentials: '../secrets/credentials.json',
  sources: { crm: { upstream: { host: '127.0.0.1', database: 'crm', user: 'dlp' } } },
};

function json(changes: object): string {
  return JSON.stringify({ ...MINIMAL, ...changes }, null, 2);
}

describe('a configuration that is right', () => {
  test('has its defaults filled in and its paths made absolute', async () => {
    const loading = await load(json({}));
    expect(loading).toEqual({
      ok: true,
      warnings: [],
      config: {
        file: '/etc/dlp/proxy.json',
        listen: { host: '127.0.0.1', port: 6432 },
        tls: null,
        tlsRequired: false,
        bundle: '/etc/dlp/bundle',
        traces: null,
        trust: null,
        credentials: '/etc/secrets/credentials.json',
        identityProviders: [],
        tokens: null,
        revocations: [],
        sources: new Map([
          [
            'crm',
            {
              name: 'crm',
              upstream: {
                host: '127.0.0.1',
                port: 5432,
                database: 'crm',
                user: 'dlp',
                password: null,
                allowAuthentication: [],
                keepsPrepared: true,
                tls: { mode: 'disable', ca: null, servername: null },
              },
            },
          ],
        ]),
        apis: new Map(),
        admin: null,
        approvals: null,
        webhook: null,
        maskKey: null,
        records: null,
        workers: 1,
        limits: {
          maxSessions: 100,
          maxRequests: 1000,
          maxConnections: 10_000,
          maxConnectionsPerAddress: 2_500,
          minBytesPerSecond: 240,
          handshakeSeconds: 30,
          drainSeconds: 30,
          catalogRefreshSeconds: 15,
          catalogMaxAgeSeconds: 300,
        },
        log: { level: 'info', format: 'auto', destination: 'stderr' },
      },
    });
  });

  test.each([
    ['hexadecimal', KEY],
    ['base64', Buffer.from(KEY, 'hex').toString('base64')],
    ['base64url without padding', Buffer.from(KEY, 'hex').toString('base64url')],
  ])('takes a mask key in %s', async (_, text) => {
    const loading = await load(json({ maskKey: { file: 'mask.key' } }), {
      files: { '/etc/dlp/mask.key': `${text}\n` },
    });
    expect(loading.ok && Buffer.from(loading.config.maskKey ?? []).toString('hex')).toBe(KEY);
  });

  test('reads a password anew each time it is asked for', async () => {
    const files: Record<string, string> = { '/etc/dlp/password': 'first\n' };
    const upstream = { ...MINIMAL.sources.crm.upstream, password: { file: 'password' } };
    const loading = await load(json({ sources: { crm: { upstream } } }), { files });
    const password = loading.ok ? loading.config.sources.get('crm')?.upstream.password : null;
    expect(await password?.()).toBe('first');
  });

  test.each([
    ['localhost', 'disable'],
    ['127.8.8.8', 'disable'],
    ['::1', 'disable'],
    ['/var/run/postgresql', 'disable'],
    ['db.example', 'verify-full'],
    ['10.0.0.1', 'verify-full'],
    ['127.example', 'verify-full'],
    ['::127.0.0.1', 'verify-full'],
    ['fe80::1', 'verify-full'],
  ])('a server on %s is reached with TLS mode %s', async (host, mode) => {
    const upstream = { ...MINIMAL.sources.crm.upstream, host };
    const loading = await load(json({ sources: { crm: { upstream } } }));
    expect(loading.ok && loading.config.sources.get('crm')?.upstream.tls.mode).toBe(mode);
  });
});

test('every mistake is told at once, each with its place, what was found and what is expected', async () => {
  const text = `{
  "lisen": {},
  "listen": { "hots": "0.0.0.0", "port": 70000, "prot": 1 },
  "bundle": "",
  "sources": {
    "crm": { "upstream": { "host": 5, "port": "5432", "user": "dlp", "tls": { "mode": "verify_full" } } },
    "my db": { "upstream": { "host": "h", "database": "d", "user": "u", "password": { "env": "NOT_SET" } } },
    "empty": {},
    "list": []
  },
  "maskKey": { "env": "A", "file": "b" },
  "limits": { "maxSessions": 1.5, "catalogRefreshSeconds": -1 },
  "log": { "level": "verbose", "format": null }
}`;
  expect(await mistakes(text)).toMatchInlineSnapshot(`
    "refused
    proxy.json:1:1: credentials: is missing, expected the path of a JSON file
    proxy.json:2:3: lisen: is not a known key
      hint: Did you mean \`listen\`?
    proxy.json:3:15: listen.hots: is not a known key
      hint: Did you mean \`host\`?
    proxy.json:3:34: listen.port: found \`70000\`, expected a port number from 0 to 65535
    proxy.json:3:49: listen.prot: is not a known key
      hint: Did you mean \`port\`?
    proxy.json:4:3: bundle: found an empty text, expected the path of a directory
    proxy.json:6:14: sources.crm.upstream.database: is missing, expected the name of a database
    proxy.json:6:28: sources.crm.upstream.host: found \`5\`, expected a host name, an address or the directory of a Unix socket
    proxy.json:6:39: sources.crm.upstream.port: found a text, expected a port number from 1 to 65535
    proxy.json:6:79: sources.crm.upstream.tls.mode: found \`verify_full\`, expected "verify-full", "verify-ca" or "disable"
    proxy.json:7:5: sources."my db": is no name for this, expected the name of a source of the policy: letters, digits and underscores, at most 63
    proxy.json:7:87: sources."my db".upstream.password.env: the environment variable that it names is not set
    proxy.json:8:5: sources.empty.upstream: is missing, expected an object
    proxy.json:9:5: sources.list: found an array, expected an object
    proxy.json:11:3: maskKey: found an object, expected an object with one of \`env\`, \`file\` and \`command\`
    proxy.json:12:15: limits.maxSessions: found \`1.5\`, expected a whole number from 1 to 100000
    proxy.json:12:35: limits.catalogRefreshSeconds: found \`-1\`, expected a whole number from 1 to 3600
    proxy.json:13:12: log.level: found \`verbose\`, expected "debug", "info", "warn" or "error"
    proxy.json:13:32: log.format: found \`null\`, expected "auto", "json" or "pretty""
  `);
});

describe('a file that is no configuration', () => {
  test.each([
    ['', ':1:1: the file ends where a value is expected'],
    ['{', ':1:2: the file ends where a key in double quotes is expected'],
    ['[]', ':1:1: found an array, expected an object'],
    ['null', ':1:1: found `null`, expected an object'],
    [
      '{ // a comment\n}',
      ':1:3: found `/` where a key in double quotes is expected\n  hint: JSON has no comments.',
    ],
    ['{"listen": {"port": 1,}}', ':1:23: found `}` where a key in double quotes is expected'],
    ['{"a": {}, "a": {}}', ':1:11: the key `a` stands twice in the same object'],
    ['{"__proto__": {}}', ':1:2: `__proto__` cannot be used as a key'],
    ['['.repeat(1000), ':1:34: values are nested deeper than 32 levels'],
    [' '.repeat(2 ** 21), ': the configuration file is larger than 1048576 bytes'],
  ])('%#', async (text, expected) => {
    expect(await mistakes(text)).toBe(`refused\nproxy.json${expected}`);
  });

  test('that does not exist', async () => {
    const { loadConfig } = await import('../../../runtime/src/config/load-config.ts');
    const { readFile } = await import('../../../runtime/src/json-file/read-file.ts');
    const { runCommand } = await import('../../../runtime/src/cli/run-command.ts');
    const host = { readFile, runCommand, env: {}, now: () => 0 };
    expect(await loadConfig('/nonexistent/proxy.json', host)).toEqual({
      ok: false,
      problems: [{ path: [], place: null, message: 'the configuration file does not exist', hint: null }],
    });
    expect(await loadConfig('/', host)).toMatchObject({
      problems: [{ message: 'the configuration file is a directory' }],
    });
    expect(await loadConfig('/dev/null', host)).toMatchObject({
      problems: [{ message: 'the configuration file is not a regular file' }],
    });
  });
});

describe('secrets', () => {
  const SECRET = 'hunter2-S3cret';
  const upstream = (password: unknown) => ({
    sources: { crm: { upstream: { ...MINIMAL.sources.crm.upstream, password } } },
  });

  test.each<[string, object]>([
    ['as a text', upstream(SECRET)],
    ['as the name of a variable', upstream({ env: SECRET })],
    ['as the name of a variable that could be one', upstream({ env: SECRET.replace('-', '_') })],
    ['as the name of a file', upstream({ file: SECRET })],
    ['under an unknown key', upstream({ value: SECRET })],
    ['as a list', upstream([SECRET])],
    ['as the mask key', { maskKey: SECRET }],
    ['in the place of a key file', { tls: { cert: 'c', key: `-----BEGIN PRIVATE KEY-----\n${SECRET}` } }],
    ['in a connection string', { sources: { crm: { upstream: `postgres://u:${SECRET}@h/d` } } }],
    ['in the place of an object', { sources: SECRET }],
  ])('are not shown: %s', async (_, changes) => {
    const text = await mistakes(json(changes));
    expect(text).toMatch(/^refused/);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(SECRET.replace('-', '_'));
  });

  test.each<[string, string, object]>([
    ['a password file', '/etc/dlp/secret', upstream({ file: 'secret' })],
    ['a mask key file', '/etc/dlp/secret', { maskKey: { file: 'secret' } }],
  ])('%s that others can read is refused', async (_, path, changes) => {
    const world = { files: { [path]: KEY }, exposure: { [path]: { readable: true, writable: false } } };
    expect(await mistakes(json(changes), world)).toContain('can be read or changed by others than its owner');
    expect(await mistakes(json(changes), { files: world.files })).toBe('fine');
  });

  test.each(['', '\n', 'two\nlines', 'nul\0'])('%j is no password', async (content) => {
    const text = await mistakes(json(upstream({ file: 'secret' })), {
      files: { '/etc/dlp/secret': content },
    });
    expect(text).toMatch(/^refused\n.*(?:is empty|holds more than one line)$/);
  });

  test('a mask key of another length is refused without being shown', async () => {
    const world = { env: { MASK: KEY.slice(2) } };
    expect(await mistakes(json({ maskKey: { env: 'MASK' } }), world)).toMatchInlineSnapshot(`
      "refused
      proxy.json:16:3: maskKey: what it refers to is not a key, expected 32 bytes in hexadecimal or base64
        hint: Make one with \`openssl rand -hex 32\`."
    `);
  });
});

describe('TLS', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dlp-config-'));
  const pem = { cert: '', key: '', otherKey: '' };

  beforeAll(() => {
    const make = (name: string) =>
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-days',
          '30',
        ].concat([
          '-subj',
          `/CN=${name}`,
          '-keyout',
          join(directory, `${name}.key`),
          '-out',
          join(directory, `${name}.crt`),
        ]),
        { stdio: 'ignore' },
      );
    make('one');
    make('two');
    pem.cert = readFileSync(join(directory, 'one.crt'), 'utf8');
    pem.key = readFileSync(join(directory, 'one.key'), 'utf8');
    pem.otherKey = readFileSync(join(directory, 'two.key'), 'utf8');
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const world = (key: string) => ({ files: { '/etc/dlp/tls.crt': pem.cert, '/etc/dlp/tls.key': key } });
  const tls = { cert: 'tls.crt', key: 'tls.key' };

  test('is required of clients beyond loopback', async () => {
    const listen = { host: '0.0.0.0', port: 1 };
    expect(await mistakes(json({ listen }))).toMatchInlineSnapshot(`
      "refused
      proxy.json:1:1: tls: clients of \`0.0.0.0\` need TLS, expected \`cert\` and \`key\`
        hint: To let clients connect unencrypted all the same, set \`tls.required\` to false."
    `);
    expect(await mistakes(json({ listen, tls: { required: false } }))).toBe('fine');
    const loading = await load(json({ listen, tls }), world(pem.key));
    expect(loading).toMatchObject({
      ok: true,
      config: { tls: { cert: pem.cert, key: pem.key }, tlsRequired: true },
    });
  });

  test('needs a key that fits the certificate', async () => {
    expect(await mistakes(json({ tls }), world(pem.otherKey))).toMatchInlineSnapshot(`
      "refused
      proxy.json:18:5: tls.key: the file holds no private key in PEM form that fits \`cert\`"
    `);
    expect(await mistakes(json({ tls }), world(pem.cert))).toMatch(/holds no private key/);
    expect(await mistakes(json({ tls: { cert: 'tls.key', key: 'tls.key' } }), world(pem.key))).toMatch(
      /tls\.cert: the file holds no certificate/,
    );
    expect(await mistakes(json({ tls: { cert: 'tls.crt' } }), world(pem.key))).toMatch(/belong together/);
  });

  test('with a certificate that has expired is warned of', async () => {
    expect(await mistakes(json({ tls }), { ...world(pem.key), now: '2200-01-01T00:00:00Z' })).toMatch(
      /^fine\n.*the certificate expired at/,
    );
  });

  test('that is disabled has no use for its other keys', async () => {
    const upstream = {
      ...MINIMAL.sources.crm.upstream,
      host: 'db.example',
      tls: { mode: 'disable', ca: 'ca.crt', servername: 'db' },
    };
    expect(await mistakes(json({ sources: { crm: { upstream } } }))).toMatchInlineSnapshot(`
      "refused
      proxy.json:15:11: sources.crm.upstream.tls.ca: has no use while TLS is disabled
        hint: Set \`mode\` to "verify-full".
      proxy.json:16:11: sources.crm.upstream.tls.servername: has no use while TLS is disabled
        hint: Set \`mode\` to "verify-full"."
    `);
  });
});
