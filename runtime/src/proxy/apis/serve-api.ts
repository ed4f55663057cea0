/** Puts one API together: its policy, who may ask, its listener and the connections behind it. */
import type { ApiConfig, Config } from '../../config/config.ts';
import { connectApi } from '../../http/connect-api.ts';
import { type ApiListener, listenApi } from '../../http/listen-api.ts';
import { Pace } from '../../http/pace.ts';
import { type Problem, problems } from '../../http/problem.ts';
import type {
  Admission,
  AdmittedCaller,
  ApiAccess,
  ApiServices,
  OpenRequest,
  RequestMeter,
} from '../../http/services.ts';
import { DelegatedIdentity } from '../../identity/delegation/delegated-identity.ts';
import type { Identity } from '../../identity/identity.ts';
import { TokenIdentity } from '../../identity/oidc/token-identity.ts';
import { rememberedOfTwo } from '../../judge/remembered.ts';
import type { Log } from '../../log/logger.ts';
import type { ClientConnections } from '../client-connections.ts';
import type { Desk } from '../holds/wait-at-desk.ts';
import type { ProxyParts } from '../parts.ts';
import type { RecordKeeper } from '../record-keeper.ts';
import { tracedRequest } from '../tracing/traced-request.ts';
import { type ApiPolicy, ApiSource } from './api-source.ts';
import type { Authenticated, Authenticator } from './authenticator.ts';
import { apiEventLogger } from './log-api-events.ts';
import { requestHolds } from './request-holds.ts';
import { requestMeter, UNLIMITED } from './request-meter.ts';
import { RequestRecords } from './request-records.ts';
import type { RequestsUnderWay } from './requests-under-way.ts';

export interface ServedApi {
  readonly source: ApiSource;
  readonly listener: ApiListener;
  close(): void;
}

export interface ServeApiParts {
  readonly authenticator: Authenticator;
  /** Requests under way. */
  readonly requests: RequestsUnderWay;
  readonly makeBudgets: ProxyParts['makeBudgets'];
  readonly tracer: ProxyParts['tracer'];
  /** Null where nothing can go on record. */
  readonly records: RecordKeeper | null;
  /** Asks people about requests; null where nobody can be asked. */
  readonly holds: Desk | null;
  /** Connections of clients, to databases too. */
  readonly clients: ClientConnections;
  /** How many there may be. */
  readonly maxRequests: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Connections to one API at a time. */
const UPSTREAM_CONNECTIONS = 256;
const HEAD_MILLISECONDS = 60_000;
const IDLE_MILLISECONDS = 300_000;

/** Rejects where it cannot listen. */
export async function serveApi(
  api: ApiConfig,
  policy: ApiPolicy,
  config: Pick<Config, 'tls' | 'maskKey' | 'limits'>,
  parts: ServeApiParts,
): Promise<ServedApi> {
  const source = new ApiSource(policy, config.maskKey, parts.makeBudgets(api.name));
  const records = parts.records === null ? null : new RequestRecords(parts.records, api.name);
  const { url, http2, credential, tls } = api.upstream;
  const upstream = connectApi({
    ...{ url: new URL(url), http2, credential, tls },
    connections: UPSTREAM_CONNECTIONS,
    headMilliseconds: HEAD_MILLISECONDS,
    idleMilliseconds: IDLE_MILLISECONDS,
  });
  const { tracer } = parts;
  const services: ApiServices = {
    source: api.name,
    limits: {
      maxJudgedBytes: api.maxJudgedBytes,
      headMilliseconds: config.limits.handshakeSeconds * 1000,
      // What has a rate needs no end.
      requestMilliseconds: config.limits.minBytesPerSecond === 0 ? IDLE_MILLISECONDS : 0,
      idleMilliseconds: IDLE_MILLISECONDS,
    },
    upstream,
    pace: new Pace(config.limits),
    connected: (address) => {
      const taken = parts.clients.take(address);
      if (taken.ok) return taken.release;
      const { beyond } = taken;
      parts.log('connection-turned-away', { address, connections: parts.clients.open, beyond });
      return null;
    },
    challenges: parts.authenticator.challenges,
    admit: (authorization, id) => {
      const authenticated = parts.authenticator.authenticate(authorization);
      return 'then' in authenticated
        ? authenticated.then((result) => admit(result, id, source, parts))
        : admit(authenticated, id, source, parts);
    },
    open: (request, caller) => open(request, caller, parts),
    record: (id, caller, address) =>
      records !== null && isHeld(caller) ? records.of(id, caller, caller.identity, address) : null,
    hold:
      parts.holds === null
        ? null
        : requestHolds(parts.holds, source, (caller) => {
            if (!isHeld(caller)) return null;
            const { identity } = caller;
            return { identity, revision: () => source.classOf(identity, parts.now()).access.revision };
          }),
    ...(tracer === null ? {} : { trace: (request) => tracedRequest(tracer, api.name, request) }),
    now: parts.now,
    onEvent: apiEventLogger(api.name, parts.log),
  };
  const listener = await listenApi({ ...api.listen, tls: config.tls }, services);
  return {
    source,
    listener,
    close: () => {
      listener.destroy();
      upstream.close();
    },
  };
}

/** Who the policies of an API let in, and to what. */
function admit(
  authenticated: Authenticated,
  id: string,
  source: ApiSource,
  { now, log }: ServeApiParts,
): Admission {
  if (!authenticated.ok) {
    const { kind, user, problem } = authenticated;
    if (kind === 'unusable') return refuse(problems.credentialsUnusable());
    if (kind === 'busy') return refuse(problems.busy());
    log('request-unproven', { request: id, user, source: source.name, problem });
    return refuse(problems.unauthenticated());
  }
  const { identity } = authenticated;
  if (identity instanceof DelegatedIdentity) {
    if (!identity.opens(source.name)) return refuse(problems.closedToken(source.name));
  } else if (identity instanceof TokenIdentity && !source.trusts(identity))
    return refuse(problems.issuer(source.name));
  const misfit = source.misfitOf(identity);
  if (misfit !== null) {
    log('identity-refused', { session: id, user: identity.user, source: source.name, problem: misfit });
    return refuse(problems.identity(source.name));
  }
  const { access, limits } = source.classOf(identity, now());
  if (limits.length === 0) return unlimited(access, identity);
  const subject = identity.caller.sub;
  const meter = requestMeter(
    {
      ...{ caller: subject, book: source.budgets, now },
      onReached: ({ rule, beyond }) => {
        const reached = { session: id, user: identity.user, source: source.name, caller: subject, rule };
        log(beyond === 'stop' ? 'budget-used-up' : 'budget-alert', reached);
      },
    },
    limits,
  );
  return admitted(identity, access, meter);
}

function admitted(identity: Identity, access: ApiAccess, meter: RequestMeter): Admission {
  const caller: HeldCaller = {
    ...{ user: identity.user, subject: identity.caller.sub, access, meter, identity },
    endsAt: identity.expiresAt.getTime(),
  };
  return { ok: true, caller };
}

/** The same for every request of a caller whom nothing limits: there is nothing to count. */
const unlimited = rememberedOfTwo((access: ApiAccess, identity: Identity) =>
  admitted(identity, access, UNLIMITED),
);

interface HeldCaller extends AdmittedCaller {
  readonly identity: Identity;
}

/** Counts a request among those under way, so that it ends with the proof that let it in. */
function open(
  request: OpenRequest,
  caller: AdmittedCaller,
  { requests, maxRequests }: ServeApiParts,
): (() => void) | null {
  if (requests.draining || requests.connections >= maxRequests || !isHeld(caller)) return null;
  return requests.add(request, caller.identity, caller.endsAt);
}

function isHeld(caller: AdmittedCaller): caller is HeldCaller {
  return 'identity' in caller;
}

function refuse(problem: Problem): Admission {
  return { ok: false, problem };
}
