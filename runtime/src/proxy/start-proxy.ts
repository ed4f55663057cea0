/** The proxy, put together. Read {@link startProxy} from top to bottom: it is the order in which things come to be. */
import { join } from 'node:path';
import { MANIFEST_FILE } from '../abi.ts';
import type { LoadedBundle } from '../bundle/load-bundle.ts';
import type { Config } from '../config/config.ts';
import { CredentialStore } from '../identity/credential-store.ts';
import { Revocations } from '../identity/revocations.ts';
import { acceptConnection } from './accept-connection.ts';
import { RequestsUnderWay } from './apis/requests-under-way.ts';
import { type ServedApis, serveApis } from './apis/serve-apis.ts';
import { ClientConnections } from './client-connections.ts';
import { CredentialKeeper } from './credential-keeper.ts';
import { rowEstimator } from './holds/row-estimate.ts';
import type { HoldParts } from './holds/statement-holds.ts';
import { logInternalError, orInternalError } from './internal-error.ts';
import { listen } from './listener.ts';
import { loadGround } from './load-ground.ts';
import type { ProxyParts } from './parts.ts';
import { PolicyStore } from './policy-store.ts';
import { fileSignature, pollFile } from './poll-file.ts';
import { processState } from './process-state.ts';
import { RecordKeeper } from './record-keeper.ts';
import { RevocationKeeper } from './revocation-keeper.ts';
import { type RunningProxy, runningProxy } from './running-proxy.ts';
import { SequenceMemory } from './sequence-memory.ts';
import { type ServedSource, serveSources } from './serve-sources.ts';
import { Sessions, together } from './sessions.ts';
import { wireServices } from './wire-services.ts';

export type ProxyStart =
  | { readonly ok: true; readonly proxy: RunningProxy }
  /** `what`: whether what the proxy was given is wrong, or the world around it. Sentences. */
  | { readonly ok: false; readonly what: 'given' | 'world'; readonly reasons: readonly string[] };

/** Starts the proxy. It listens also while a source cannot be reached, and refuses sessions of that source until it can. */
export async function startProxy(config: Config, parts: ProxyParts): Promise<ProxyStart> {
  const { log } = parts;
  const signatures = await signaturesOf(config);

  // What there must be: policy and credentials.
  const supply = { loadBundle: parts.loadBundle, sequences: new SequenceMemory(config.trust, parts) };
  const ground = await loadGround(config, parts, supply);
  if (!ground.ok) return { ok: false, what: 'given', reasons: ground.reasons };
  const objection = await supply.sequences.take(ground.bundle);
  if (objection !== null) return { ok: false, what: 'given', reasons: [`${config.bundle}: ${objection}`] };
  const sources = serveSources(config, ground.bundle, parts);
  let apis: ServedApis | null = null;
  const onSwap = (bundle: LoadedBundle) => {
    takeOver(sources, bundle);
    apis?.takeOver(bundle);
  };
  const policy = new PolicyStore(ground.bundle, { config, supply, log, onSwap });
  const sessions = new Sessions();
  const requests = new RequestsUnderWay(parts.now);
  const everything = together(sessions, requests);
  const store = new CredentialStore(ground.credentials.book);
  const credentials = new CredentialKeeper({ config, parts, store, sessions: everything });
  credentials.announce(ground.credentials);
  const revocations = new Revocations(config.revocations.length === 0);
  const revoked =
    config.revocations.length === 0
      ? null
      : new RevocationKeeper({
          files: config.revocations,
          ...{ parts, revocations, sessions: everything },
        });
  await revoked?.reload();

  // Where sessions go on record. Nothing is served whose record could not be kept.
  const records = config.records === null ? null : await RecordKeeper.begin(config.records, parts);
  if (typeof records === 'string') return { ok: false, what: 'world', reasons: [records] };

  // What may be there, or come later: the servers.
  const refreshSources = () => Promise.all([...sources.values()].map(({ keeper }) => keeper.refresh()));
  await refreshSources();

  // Clients.
  const holds = holdParts(config, parts);
  const services = wireServices(config, parts, {
    ...{ store, revocations, sessions, sources, records, holds },
  });
  const clients = new ClientConnections(config.limits);
  const listening = await listen(
    config.listen,
    (socket) => acceptConnection(socket, config.limits, { ...parts, services, sessions, clients }),
    (error) => logInternalError(log, 'accepting a connection', error),
  );
  const serving = await serveApis(config, ground.bundle, {
    ...parts,
    store,
    revocations,
    requests,
    clients,
    records,
    holds,
  });
  if (!listening.ok || !serving.ok) {
    for (const { keeper } of sources.values()) keeper.stop();
    if (listening.ok) listening.listener.close();
    if (serving.ok) serving.apis.close();
    await records?.close();
    const reasons = [listening, serving].flatMap((each) => (each.ok ? [] : [each.reason]));
    return { ok: false, what: 'world', reasons };
  }
  apis = serving.apis;

  // What changes from here on.
  const reloadPolicy = orInternalError(log, 'loading a bundle', policy.reload);
  const reloadCredentials = orInternalError(log, 'reading the credentials', credentials.reload);
  const intervalMilliseconds = parts.pollMilliseconds;
  const polls = [
    pollFile({ ...signatures.manifest, onChange: reloadPolicy, intervalMilliseconds }),
    pollFile({ ...signatures.credentials, onChange: reloadCredentials, intervalMilliseconds }),
  ];
  if (revoked !== null) {
    const onChange = orInternalError(log, 'reading the revocations', revoked.reload);
    for (const signature of signatures.revocations)
      polls.push(pollFile({ ...signature, onChange, intervalMilliseconds: intervalMilliseconds / 2 }));
  }

  const { host, port } = listening.listener;
  const tls = config.tls === null ? 'off' : config.tlsRequired ? 'required' : 'offered';
  log('listening', { host, port, tls, sources: [...sources.keys()] });
  apis.announce();
  const proxy = runningProxy({
    ...{ host, port, log, apis: apis.addresses, sessions: everything },
    missing: () => [...sources.values()].flatMap(({ source }) => source.obstacle()?.denial.message ?? []),
    state: () =>
      processState({
        ...{ worker: parts.worker, bundle: policy.bundle, sessions: everything.connections, sources },
        ...{ sql: { host, port }, apis: serving.apis.addresses },
      }),
    drainSeconds: config.limits.drainSeconds,
    reload: async () => {
      await Promise.all([reloadPolicy(), reloadCredentials(), revoked?.reload()]);
      await refreshSources();
    },
    atLast: async () => {
      serving.apis.close();
      await records?.close();
    },
    acceptNoMore: () => {
      listening.listener.close();
      serving.apis.acceptNoMore();
      for (const poll of polls) poll.stop();
      for (const { keeper } of sources.values()) keeper.stop();
    },
  });
  return { ok: true, proxy };
}

/** How people are asked about statements; null where nobody can be. */
function holdParts({ admin }: Config, { approvals, reader, pollMilliseconds }: ProxyParts): HoldParts | null {
  if (approvals === null) return null;
  return {
    service: approvals,
    estimateRows: rowEstimator(reader.connect),
    url: admin?.url ?? null,
    lookMilliseconds: pollMilliseconds,
  };
}

/** Taken before anything is read, so that a change in between is noticed. */
async function signaturesOf(config: Config) {
  const manifest = join(config.bundle, MANIFEST_FILE);
  return {
    manifest: { path: manifest, since: await fileSignature(manifest) },
    credentials: { path: config.credentials, since: await fileSignature(config.credentials) },
    revocations: await Promise.all(
      config.revocations.map(async (path) => ({ path, since: await fileSignature(path) })),
    ),
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
