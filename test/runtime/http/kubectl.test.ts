/** kubectl through the proxy to a stand-in for the Kubernetes API: it works as it is, and sees no secret. */
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ApiWorld, apiWorld, compilePeople } from '../../attacks-http/world/world.ts';
import { apiUpstream } from '../../support/api-upstream.ts';
import { AUDIENCE, type IdentityProvider, startIdentityProvider } from '../../support/identity-provider.ts';
import { requires } from '../../support/requires.ts';
import { createCertificates } from '../../support/tls.ts';
import { type KubernetesApi, kubernetesApi } from './kubernetes/kubernetes-api.ts';
import { KUBERNETES } from './kubernetes/kubernetes-document.ts';

const PASSWORD = Buffer.from('correct horse').toString('base64');
const OTHER = Buffer.from('battery staple').toString('base64');

requires('kubectl')('kubectl', () => {
  let directory: string;
  let provider: IdentityProvider;
  let world: ApiWorld;
  let cluster: KubernetesApi;
  let kubeconfig: string;
  let stopUpstream: () => Promise<void> = async () => undefined;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'dlp-kubectl-'));
    provider = await startIdentityProvider({ groups: ['contractors'] });
    const sources = join(directory, 'policies');
    cpSync(fileURLToPath(new URL('kubernetes/cluster.dlp', import.meta.url)), join(sources, 'cluster.dlp'));
    const policy = join(sources, 'cluster.dlp');
    writeFileSync(
      policy,
      readFileSync(policy, 'utf8').replace('https://login.corp.example', provider.issuer),
    );
    writeFileSync(join(sources, 'cluster.openapi.json'), JSON.stringify(KUBERNETES));
    const bundle = await compilePeople(directory, sources);
    const certificates = createCertificates(directory);
    const upstream = await apiUpstream();
    cluster = kubernetesApi();
    upstream.answer(cluster.respond);
    const read = (file: string) => readFileSync(file, 'utf8');
    world = await apiWorld({
      bundle,
      files: {
        ...{ 'revoked.json': '[]', 'tls.crt': read(certificates.certFile) },
        'tls.key': read(certificates.keyFile),
      },
      settings: {
        tls: { cert: 'tls.crt', key: 'tls.key' },
        identityProviders: [{ user: 'oidc', issuer: provider.issuer, audience: AUDIENCE, kind: 'human' }],
        revocations: 'revoked.json',
        apis: {
          cluster: {
            listen: { host: '127.0.0.1', port: 0 },
            upstream: { url: `http://127.0.0.1:${upstream.port}` },
          },
        },
      },
    });
    stopUpstream = () => upstream.stop();
    kubeconfig = join(directory, 'kubeconfig');
    const server = `https://localhost:${world.proxy.apis.get('cluster')?.port ?? 0}`;
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'a' },
        clusters: [{ name: 'a', cluster: { server, 'certificate-authority': certificates.caFile } }],
        users: [{ name: 'a', user: { token: await provider.token() } }],
        contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
      }),
    );
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
    await stopUpstream();
    await provider?.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  beforeEach(() => {
    cluster.secrets.clear();
    cluster.secrets.set('db', { name: 'db', data: { password: PASSWORD, 'a b"c': OTHER } });
  });

  const options = () => [`--kubeconfig=${kubeconfig}`, `--cache-dir=${join(directory, 'cache')}`];
  const run = promisify(execFile);

  async function kubectl(...args: string[]): Promise<string> {
    const { stdout, stderr } = await run('kubectl', [...options(), ...args], {
      env: { ...process.env, HOME: directory },
    });
    const text = stdout + stderr;
    for (const secret of [PASSWORD, OTHER, 'correct horse', 'battery staple'])
      expect(text).not.toContain(secret);
    return stdout;
  }

  it('gets one, as JSON, as YAML and by its path', async () => {
    const secret = JSON.parse(await kubectl('get', 'secret', 'db', '-o', 'json'));
    expect(secret.data).toEqual({ password: 'bWFza2Vk', 'a b"c': 'bWFza2Vk' });
    expect(secret.metadata).toMatchObject({
      ...{ name: 'db', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '[redacted]' } },
    });
    expect(await kubectl('get', 'secret', 'db', '-o', 'yaml')).toContain('password: bWFza2Vk');
    expect(await kubectl('get', 'secret', 'db', '-o', 'jsonpath={.data.password}')).toBe('bWFza2Vk');
  });

  it('lists them as tables that the API made, and as they are', async () => {
    cluster.secrets.set('web', { name: 'web', data: {} });
    expect((await kubectl('get', 'secrets')).split('\n').map((line) => line.split(/\s+/))).toEqual([
      ['NAME', 'TYPE', 'DATA', 'AGE'],
      ['db', 'Opaque', '2', '1h'],
      ['web', 'Opaque', '0', '1h'],
      [''],
    ]);
    expect(JSON.parse(await kubectl('get', 'secrets', '-o', 'json')).items).toHaveLength(2);
  });

  it('describes one', async () => {
    expect(await kubectl('describe', 'secret', 'db')).toMatch(/password: +6 bytes/);
  });

  it('makes and deletes one', async () => {
    const file = join(directory, 'secret.json');
    const data = { key: Buffer.from('value').toString('base64') };
    writeFileSync(
      file,
      JSON.stringify({ kind: 'Secret', apiVersion: 'v1', metadata: { name: 'new' }, data }),
    );
    await kubectl('create', '-f', file, '--validate=false');
    expect(cluster.secrets.get('new')?.data).toEqual({ key: Buffer.from('value').toString('base64') });
    expect(await kubectl('delete', 'secret', 'new', '--wait=false')).toContain('deleted');
    expect(cluster.secrets.has('new')).toBe(false);
  });

  it('reads a log', async () => {
    expect(await kubectl('logs', 'web', '-c', 'web')).toBe('started\nready\n');
  });

  it('is told what there is not, and what is not allowed', async () => {
    await expect(kubectl('get', 'secret', 'none')).rejects.toThrow('NotFound');
    await expect(kubectl('label', 'secret', 'db', 'a=b')).rejects.toThrow();
    await expect(kubectl('exec', 'web', '--', 'true')).rejects.toThrow();
    expect(world.events('request-refused').length).toBeGreaterThan(0);
  });

  it('watches changes as they happen', async () => {
    const child = spawn('kubectl', [...options(), 'get', 'secrets', '--watch-only', '-o', 'json']);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    const closed = new Promise((resolve) => child.once('close', resolve));
    try {
      await expect.poll(() => cluster.watchers, { timeout: 30_000 }).toBe(1);
      cluster.change('ADDED', { name: 'first', data: { password: PASSWORD } });
      // The first has come before there is a second.
      await expect.poll(() => text, { timeout: 30_000 }).toContain('"first"');
      cluster.change('MODIFIED', { name: 'second', data: { password: OTHER } });
      await expect.poll(() => text, { timeout: 30_000 }).toContain('"second"');
    } finally {
      child.kill();
      await closed;
    }
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toContain(OTHER);
    expect(text).toContain('bWFza2Vk');
  });
});
