/** All APIs of a configuration, each with a listener of its own, under one roof for those who are the same caller everywhere. */
import type { LoadedBundle } from '../../bundle/load-bundle.ts';
import type { Config } from '../../config/config.ts';
import type { CredentialStore } from '../../identity/credential-store.ts';
import type { Revocations } from '../../identity/revocations.ts';
import type { ClientConnections } from '../client-connections.ts';
import type { Desk } from '../holds/wait-at-desk.ts';
import { reasonOf } from '../listener.ts';
import { mockSecret } from '../mock-secret.ts';
import type { ProxyParts } from '../parts.ts';
import type { RecordKeeper } from '../record-keeper.ts';
import type { ApiPolicy } from './api-source.ts';
import { Authenticator } from './authenticator.ts';
import type { RequestsUnderWay } from './requests-under-way.ts';
import { type ServedApi, serveApi } from './serve-api.ts';

export interface ServedApis {
  /** Where each listens. */
  readonly addresses: ReadonlyMap<string, { readonly host: string; readonly port: number }>;
  /** Logs where. */
  announce(): void;
  /** Every next request is judged by the new bundle, which must fit. */
  takeOver(bundle: LoadedBundle): void;
  acceptNoMore(): void;
  close(): void;
}

export type ApisServing =
  | { readonly ok: true; readonly apis: ServedApis }
  /** One sentence. */
  | { readonly ok: false; readonly reason: string };

export async function serveApis(
  config: Config,
  bundle: LoadedBundle,
  parts: Pick<ProxyParts, 'fetch' | 'now' | 'log' | 'makeBudgets' | 'tracer'> & {
    readonly store: CredentialStore;
    readonly revocations: Revocations;
    /** Null where nothing can go on record. */
    readonly records: RecordKeeper | null;
    /** Asks people about requests; null where nobody can be asked. */
    readonly holds: Desk | null;
    /** Requests under way, of all of them. */
    readonly requests: RequestsUnderWay;
    /** Connections of clients, to databases too. */
    readonly clients: ClientConnections;
  },
): Promise<ApisServing> {
  const authenticator = new Authenticator({
    ...parts,
    providers: config.identityProviders,
    tokens: config.tokens,
    mockSecret: mockSecret(config),
  });
  const served = new Map<string, ServedApi>();
  const close = () => {
    for (const api of served.values()) api.close();
  };
  for (const api of config.apis.values()) {
    try {
      const policy = policyOf(bundle, api.name);
      const { maxRequests } = config.limits;
      served.set(api.name, await serveApi(api, policy, config, { ...parts, authenticator, maxRequests }));
    } catch (error) {
      close();
      const { host, port } = api.listen;
      if (!(error instanceof Error) || !('code' in error)) throw error;
      return { ok: false, reason: `cannot listen on ${host}:${port}: ${reasonOf(error)}` };
    }
  }
  return {
    ok: true,
    apis: {
      addresses: new Map(
        [...served].map(
          ([
            name,
            {
              listener: { host, port },
            },
          ]) => [name, { host, port }],
        ),
      ),
      announce: () => {
        for (const [source, { listener }] of served)
          parts.log('api-listening', {
            source,
            host: listener.host,
            port: listener.port,
            tls: config.tls !== null,
          });
      },
      takeOver: (next) => {
        for (const [name, { source }] of served) source.setPolicy(policyOf(next, name));
      },
      acceptNoMore: () => {
        for (const { listener } of served.values()) listener.close();
      },
      close,
    },
  };
}

function policyOf(bundle: LoadedBundle, name: string): ApiPolicy {
  const matcher = bundle.httpMatchers.get(name);
  if (matcher === undefined) throw new TypeError(`a bundle without ${name} was taken for one that fits`);
  return { matcher, revision: bundle.revision };
}
