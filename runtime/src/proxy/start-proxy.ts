/** The proxy, put together. Read {@link startProxy} from top to bottom: it is the order in which things come to be. */
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { MANIFEST_FILE } from '../abi.ts';
import type { LoadedBundle } from '../bundle/load-bundle.ts';
import type { Config } from '../config/config.ts';
import { CredentialStore } from '../identity/credential-store.ts';
import type { Log } from '../log/logger.ts';
import { CancelRegistry } from '../pgwire/cancel-registry.ts';
import { DEFAULT_LIMITS, type WireServices } from '../pgwire/services.ts';
import { CredentialKeeper } from './credential-keeper.ts';
import { listen } from './listener.ts';
import { loadGround } from './load-ground.ts';
import { wireEventLogger } from './log-wire-events.ts';
import { mockSecret } from './mock-secret.ts';
import { openSession } from './open-session.ts';
import type { ProxyParts } from './parts.ts';
import { PolicyStore } from './policy-store.ts';
import { fileSignature, pollFile } from './poll-file.ts';
import { type RunningProxy, runningProxy } from './running-proxy.ts';
import { type ServedSource, serveSources } from './serve-sources.ts';
import { Sessions } from './sessions.ts';

/** Connections beyond the sessions, for those that authenticate or cancel. */
const SPARE_CONNECTIONS = 100;

export type ProxyStart =
  | { readonly ok: true; readonly proxy: RunningProxy }
  /** `what`: whether what the proxy was given is wrong, or the world around it. Sentences. */
  | { readonly ok: false; readonly what: 'given' | 'world'; readonly reasons: readonly string[] };

/** Starts the proxy. It listens also while a source cannot be reached, and refuses sessions of that source until it can. */
export async function startProxy(config: Config, parts: ProxyParts): Promise<ProxyStart> {
  const { log } = parts;
  const manifest = join(config.bundle, MANIFEST_FILE);
  const before = {
    manifest: await fileSignature(manifest),
    credentials: await fileSignature(config.credentials),
  };
  const ground = await loadGround(config, parts);
  if (!ground.ok) return { ok: false, what: 'given', reasons: ground.reasons };

  const sources = serveSources(config, ground.bundle, parts);
  const policy = new PolicyStore(ground.bundle, {
    config,
    loadBundle: parts.loadBundle,
    log,
    onSwap: (bundle) => takeOver(sources, bundle),
  });

  const sessions = new Sessions();
  const store = new CredentialStore(ground.credentials.book);
  const credentials = new CredentialKeeper({
    ...{ file: config.credentials, readFile: parts.readFile, now: parts.now },
    ...{ store, sessions, log },
  });
  credentials.announce(ground.credentials);

  await Promise.all([...sources.values()].map(({ keeper }) => keeper.refresh()));

  let draining = false;
  const services: WireServices = {
    tls: config.tls === null ? null : createSecureContext(config.tls),
    requireTls: config.tlsRequired,
    limits: { ...DEFAULT_LIMITS, handshakeMilliseconds: config.limits.handshakeSeconds * 1000 },
    cancels: new CancelRegistry(),
    mockSecret: mockSecret(config),
    credential: (user) => store.find(user),
    open: async (request) =>
      openSession(request, {
        ...{ store, sessions, sources, now: parts.now },
        maxSessions: config.limits.maxSessions,
        isDraining: () => draining,
      }),
    onEvent: wireEventLogger(log),
  };

  const maxConnections = config.limits.maxSessions + SPARE_CONNECTIONS;
  const listening = await listen(
    config.listen,
    (socket) => {
      if (draining || sessions.connections >= maxConnections) {
        log('connection-turned-away', {
          address: socket.remoteAddress ?? 'unknown',
          connections: sessions.connections,
        });
        socket.destroy();
        return;
      }
      sessions.add(parts.serveConnection(socket, services));
    },
    (error) =>
      log('internal-error', { where: 'accepting a connection', message: error.message, stack: null }),
  );
  if (!listening.ok) {
    for (const { keeper } of sources.values()) keeper.stop();
    return { ok: false, what: 'world', reasons: [listening.reason] };
  }

  const reloadPolicy = orInternalError(log, 'loading a bundle', policy.reload);
  const reloadCredentials = orInternalError(log, 'reading the credentials', credentials.reload);
  const intervalMilliseconds = parts.pollMilliseconds;
  const polls = [
    pollFile({ path: manifest, since: before.manifest, onChange: reloadPolicy, intervalMilliseconds }),
    pollFile({
      ...{ path: config.credentials, since: before.credentials },
      ...{ onChange: reloadCredentials, intervalMilliseconds },
    }),
  ];
  const { host, port } = listening.listener;
  const tls = config.tls === null ? 'off' : config.tlsRequired ? 'required' : 'offered';
  log('listening', { host, port, tls, sources: [...sources.keys()] });

  return {
    ok: true,
    proxy: runningProxy({
      ...{ host, port, sessions, log },
      drainSeconds: config.limits.drainSeconds,
      reload: async () => {
        await Promise.all([reloadPolicy(), reloadCredentials()]);
        await Promise.all([...sources.values()].map(({ keeper }) => keeper.refresh()));
      },
      acceptNoMore: () => {
        draining = true;
        listening.listener.close();
        for (const poll of polls) poll.stop();
        for (const { keeper } of sources.values()) keeper.stop();
      },
    }),
  };
}

/** Every session's next statement is judged by the new bundle. Roles are checked against what it protects. */
function takeOver(sources: ReadonlyMap<string, ServedSource>, bundle: LoadedBundle): void {
  for (const { source, keeper } of sources.values()) {
    const matcher = bundle.matchers.get(source.name);
    if (matcher === undefined) throw new Error(`a bundle without ${source.name} was taken for one that fits`);
    source.setPolicy({ matcher, revision: bundle.revision });
    void keeper.refresh();
  }
}

/** A bug in reading something again must not end the sessions there are: what was in force stays. */
function orInternalError(log: Log, where: string, task: () => Promise<boolean>): () => Promise<boolean> {
  return async () => {
    try {
      return await task();
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      log('internal-error', { where, message, stack: stack ?? null });
      return false;
    }
  };
}
