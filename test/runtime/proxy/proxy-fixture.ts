/** Parts of a proxy that are there without files and servers: a configuration, bundles, sources, sessions. */
import { ABI_VERSION, BUNDLE_FORMAT_VERSION, type BundleManifest, type Matcher } from '@dlpc/runtime/abi';
import type { LoadedBundle } from '../../../runtime/src/bundle/load-bundle.ts';
import type { Config, SourceConfig } from '../../../runtime/src/config/config.ts';
import type { Credential } from '../../../runtime/src/identity/credential.ts';
import { BudgetBook } from '../../../runtime/src/judge/budgets/budget-book.ts';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import type { EndReason, ServedSession } from '../../../runtime/src/pgwire/serve.ts';
import { type MakeJudge, Source } from '../../../runtime/src/proxy/source.ts';
import { askerOf } from '../../support/askers.ts';
import { matcher, parser } from '../judge/fixture.ts';

export function sourceConfig(name: string): SourceConfig {
  return {
    name,
    upstream: {
      host: '127.0.0.1',
      port: 5432,
      database: name,
      user: 'dlp',
      password: null,
      allowAuthentication: [],
      keepsPrepared: true,
      tls: { mode: 'disable', ca: null, servername: null },
    },
  };
}

export function configOf(changes: Partial<Config> = {}): Config {
  return {
    file: '/etc/dlp/proxy.json',
    listen: { host: '127.0.0.1', port: 0 },
    tls: null,
    tlsRequired: false,
    tokens: null,
    bundle: '/etc/dlp/bundle',
    trust: null,
    credentials: '/etc/dlp/credentials.json',
    identityProviders: [],
    revocations: [],
    sources: new Map([['crm', sourceConfig('crm')]]),
    apis: new Map(),
    admin: null,
    approvals: null,
    webhook: null,
    maskKey: null,
    records: null,
    traces: null,
    workers: 1,
    limits: {
      maxSessions: 2,
      maxRequests: 100,
      maxConnections: 10_000,
      maxConnectionsPerAddress: 2_500,
      minBytesPerSecond: 240,
      handshakeSeconds: 5,
      drainSeconds: 0,
      catalogRefreshSeconds: 10,
      catalogMaxAgeSeconds: 60,
    },
    log: { level: 'debug', format: 'json', destination: 'stderr' },
    ...changes,
  };
}

export function bundleOf(
  revision: string,
  matchers: Readonly<Record<string, Matcher>> = { crm: matcher },
  manifest: Partial<BundleManifest> = {},
): LoadedBundle {
  return {
    revision,
    manifest: {
      format: BUNDLE_FORMAT_VERSION,
      abi: ABI_VERSION,
      compiler: '0.1.0',
      revision,
      sequence: 0,
      sources: [],
      files: [],
      ...manifest,
    },
    signer: null,
    matchers: new Map(Object.entries(matchers)),
    httpMatchers: new Map(),
    policySources: new Map(),
  };
}

export const makeJudge: MakeJudge = (policy, catalog) => new Judge(policy, catalog, parser);

/** A source with a clock that the test turns; by default it has read nothing yet. */
export function sourceWithClock(maxAge = 60_000) {
  const time = { now: 0 };
  const clock = () => time.now;
  const policy = { matcher, revision: 'r1' };
  return {
    time,
    clock,
    source: new Source({ name: 'crm', policy, makeJudge, maxAge, clock, budgets: new BudgetBook() }),
  };
}

export function credentialOf(user: string, changes: Partial<Credential> = {}): Credential {
  const { caller, task } = askerOf({ sub: user, groups: new Set(['contractors']) });
  return {
    user,
    verifier: `verifier of ${user}`,
    expiresAt: new Date('2027-01-01T00:00:00Z'),
    disabled: false,
    caller,
    task,
    actors: [],
    ...changes,
  };
}

/** A connection as the wire would serve it: it closes when it is told to end, and drains when the test says so. */
export function servedSession(id: string) {
  const closed = Promise.withResolvers<void>();
  const told: (EndReason & { readonly how: 'end' | 'drain' })[] = [];
  const served: ServedSession = {
    id,
    closed: closed.promise,
    end: (reason) => {
      told.push({ ...reason, how: 'end' });
      closed.resolve();
    },
    drain: (reason) => {
      told.push({ ...reason, how: 'drain' });
    },
    snapshot: () => {
      throw new Error('not asked for');
    },
  };
  return { served, told, close: closed.resolve };
}
