/** examples/deploy does what it says: the proxy runs with its configuration under what its manifests leave it, and its probes are answered. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confinedProxy } from '../support/confined.ts';
import { CRM_DIRECTORY } from '../support/crm-database.ts';
import { REPOSITORY, runOrThrow } from '../support/programs.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
import { writeRecordsKey } from '../support/recorded-example.ts';
import { requires } from '../support/requires.ts';
import { createCertificates } from '../support/tls.ts';
import { unprivilegedUser } from '../support/unprivileged-user.ts';
import { type CrmWorld, createWorld } from './crm-world.ts';

const EXAMPLE = join(REPOSITORY, 'examples/deploy');
const configuration = readFileSync(join(EXAMPLE, 'proxy.json'), 'utf8');
const unit = readFileSync(join(EXAMPLE, 'dlp-proxy.service'), 'utf8');
const { drainSeconds } = JSON.parse(configuration).limits;

interface Probe {
  readonly httpGet: {
    readonly path: string;
    readonly scheme: string;
    readonly httpHeaders: readonly { readonly name: string; readonly value: string }[];
  };
}

interface Manifest {
  readonly kind: string;
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: Readonly<Record<string, unknown>>;
        readonly initContainers: readonly Container[];
        readonly containers: readonly (Container & {
          readonly startupProbe: Probe;
          readonly livenessProbe: Probe;
          readonly readinessProbe: Probe;
        })[];
      };
    };
  };
}

interface Container {
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly volumeMounts: readonly { readonly mountPath: string; readonly readOnly?: boolean }[];
}

const manifests = loadAll(readFileSync(join(EXAMPLE, 'kubernetes.yaml'), 'utf8')) as Manifest[];
const pod = manifests.find(({ kind }) => kind === 'StatefulSet')?.spec.template.spec;
const [container] = pod?.containers ?? [];

test('the pod is what the restricted profile of Kubernetes asks for, and its root cannot be written', () => {
  expect(pod?.securityContext).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  for (const { securityContext } of [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])])
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
});

test('every path of the configuration is on a volume, and only state can be written', () => {
  const paths = [...configuration.matchAll(/"(\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(8);
  const mounts = container?.volumeMounts ?? [];
  const unmounted = paths.filter(
    (path) => !mounts.some(({ mountPath }) => `${path}/`.startsWith(`${mountPath}/`)),
  );
  expect(unmounted).toEqual([]);
  const writable = mounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => mountPath);
  expect(writable).toEqual(['/var/lib/dlp', '/tmp']);
});

test('both give the proxy longer to end than it gives its sessions', () => {
  expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(drainSeconds);
  expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(drainSeconds);
});

requires('systemd-analyze')('the unit', () => {
  let directory: string;
  let file: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'dlp-unit-'));
    file = join(directory, 'dlp-proxy.service');
    // The program is not where the example has it.
    writeFileSync(file, unit.replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('is one, and exposes little', () => {
    const analyze = (...args: string[]) =>
      execFileSync('systemd-analyze', [...args, file], { encoding: 'utf8', stdio: 'pipe' });
    expect(analyze('verify')).toBe('');
    const exposure = /exposure level for dlp-proxy\.service: ([\d.]+)/.exec(
      analyze('security', '--offline=true'),
    )?.[1];
    // Versions of systemd weigh a little differently.
    expect(Number(exposure)).toBeGreaterThan(0);
    expect(Number(exposure)).toBeLessThan(2.5);
  });
});

requires('openssl', 'mount namespaces')('with the rights of the manifests', () => {
  let world: CrmWorld;
  let directory: string;
  let proxy: RunningProxy;
  let ca: string;
  const user = unprivilegedUser() ?? { uid: 65_534, gid: 65_534 };

  beforeAll(async () => {
    world = await createWorld({ data: { customers: 20 }, postgres: { tls: 'required' } });
    directory = mkdtempSync(join(tmpdir(), 'dlp-deploy-'));
    chmodSync(directory, 0o755);
    const at = (path: string) => join(directory, path);
    for (const path of ['etc/config', 'etc/policy', 'etc/secrets/..2026', 'state', 'keys'])
      mkdirSync(at(path), { recursive: true });

    await runOrThrow('dlpc', ['keygen', '-o', at('keys/release')]);
    const policies = join(CRM_DIRECTORY, 'policies');
    const sign = ['--sign', at('keys/release.key'), '--sequence', '1'];
    await runOrThrow('dlpc', ['compile', '-o', at('etc/policy'), ...sign, policies]);
    const certificates = createCertificates(at('keys'));
    ca = certificates.ca;
    const working = JSON.parse(readFileSync(world.configFile, 'utf8'));
    const { upstream } = working.sources.crm;

    // As Kubernetes mounts a secret: names that lead through a link to files of root's, which the group may read.
    const secrets = {
      'tls.crt': readFileSync(certificates.certFile),
      'tls.key': readFileSync(certificates.keyFile),
      'credentials.json': readFileSync(working.credentials),
      'crm.password': readFileSync(upstream.password.file),
      'mask.key': readFileSync(working.maskKey.file),
      'records.key': readFileSync(writeRecordsKey(at('keys')).key),
    };
    symlinkSync('..2026', at('etc/secrets/..data'));
    for (const [name, content] of Object.entries(secrets)) {
      writeFileSync(at(`etc/secrets/..2026/${name}`), content);
      chownSync(at(`etc/secrets/..2026/${name}`), 0, user.gid);
      chmodSync(at(`etc/secrets/..2026/${name}`), 0o440);
      symlinkSync(`..data/${name}`, at(`etc/secrets/${name}`));
    }
    writeFileSync(at('etc/config/release.pub'), readFileSync(at('keys/release.pub')));
    writeFileSync(at('etc/config/db-ca.crt'), readFileSync(upstream.tls.ca));
    const placed = configuration.replaceAll('/etc/dlp', at('etc')).replaceAll('/var/lib/dlp', at('state'));
    const config = JSON.parse(placed);
    for (const listen of [config.listen, config.admin.listen]) listen.port = 0;
    Object.assign(config.sources.crm.upstream, {
      ...{ host: upstream.host, port: upstream.port, database: upstream.database, user: upstream.user },
    });
    const configFile = at('etc/config/proxy.json');
    writeFileSync(configFile, JSON.stringify(config));
    chownSync(at('state'), user.uid, user.gid);
    chmodSync(at('state'), 0o700);

    const within = confinedProxy(directory, { ...user, state: at('state') });
    proxy = await startProxy(configFile, directory, ['crm'], undefined, undefined, within);
  }, 120_000);
  afterAll(async () => {
    await proxy?.stop();
    await world?.stop();
    if (directory !== undefined) rmSync(directory, { recursive: true });
  });

  /** As the kubelet asks: by address, and with the header fields of the probe. */
  async function statusOf({ httpGet: { path, httpHeaders } }: Probe): Promise<number | undefined> {
    const { port } = await proxy.event('admin-listening');
    const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value]));
    return new Promise((resolve, reject) => {
      const url = `https://127.0.0.1:${port}${path}`;
      // The kubelet does not verify certificates.
      get(url, { headers, rejectUnauthorized: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
  }

  test('it has the user’s rights and no others', () => {
    const status = readFileSync(`/proc/${proxy.pid}/status`, 'utf8');
    expect(status).toMatch(new RegExp(`^Uid:\\t${user.uid}\\t${user.uid}\\t`, 'm'));
    expect(status).toMatch(/^CapEff:\t0+$/m);
    expect(status).toMatch(/^CapBnd:\t0+$/m);
    expect(readFileSync(`/proc/${proxy.pid}/mountinfo`, 'utf8')).toMatch(/^\S+ \S+ \S+ \S+ \/ ro,/m);
  });

  test('its probes are answered', async () => {
    const probes = container ?? expect.unreachable();
    for (const probe of [probes.startupProbe, probes.livenessProbe, probes.readinessProbe]) {
      expect(probe.httpGet.scheme).toBe('HTTPS');
      expect(await statusOf(probe)).toBe(200);
    }
    // Why the probes bring a name: they would be refused as any page would be that was led here.
    const httpHeaders = [{ name: 'Host', value: '10.1.2.3:6433' }];
    expect(await statusOf({ httpGet: { ...probes.livenessProbe.httpGet, httpHeaders } })).toBe(421);
  });

  test('it masks, keeps records, and writes nowhere but into its state', async () => {
    const { user: name, password } = world.target('contractor');
    const client = new pg.Client({
      ...{ host: 'localhost', port: proxy.port, user: name, password, database: 'crm', ssl: { ca } },
    });
    await client.connect();
    const { rows } = await client.query('select full_name from customers limit 1');
    expect(rows).toEqual([{ full_name: '[redacted]' }]);
    await client.end();
    expect(readdirSync(join(directory, 'state')).toSorted()).toEqual([
      'approvals',
      'records',
      'sequence.json',
    ]);
  });

  test('it ends in order', async () => {
    expect(await proxy.stop()).toBe(0);
  });
});
