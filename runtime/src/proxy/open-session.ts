/**
 * Decides whether an authenticated client gets a session, and to what: the steps in their order, each with what the
 * client is told. Opens nothing itself.
 */
import type { Asker } from '../abi.ts';
import type { SessionGround } from '../catalog/catalog.ts';
import type { Credential } from '../identity/credential.ts';
import type { CredentialStore } from '../identity/credential-store.ts';
import { DelegatedIdentity } from '../identity/delegation/delegated-identity.ts';
import type { Identity } from '../identity/identity.ts';
import { TokenIdentity } from '../identity/oidc/token-identity.ts';
import type { Revocations } from '../identity/revocations.ts';
import { denials } from '../judge/denials.ts';
import { createSessionGate } from '../judge/session-gate.ts';
import type { Log } from '../log/logger.ts';
import type { Denial, SessionGate } from '../pgwire/gate.ts';
import type { OpenRequest, OpenResult } from '../pgwire/services.ts';
import type { UpstreamTarget } from '../pgwire/upstream-target.ts';
import type { JsonObject } from '../records/journal/format.ts';
import type { Tracer } from '../telemetry/tracer.ts';
import { guardedGate, type Obstacle } from './guarded-gate.ts';
import { requesterOf } from './holds/requester.ts';
import { type HoldParts, holdStatements } from './holds/statement-holds.ts';
import type { RecordKeeper } from './record-keeper.ts';
import { recordedWho } from './recorded-who.ts';
import type { Sessions } from './sessions.ts';
import type { Source } from './source.ts';
import { TracedSession } from './tracing/traced-session.ts';

/** What sessions are opened from. */
export interface OpenParts {
  readonly store: CredentialStore;
  readonly revocations: Revocations;
  readonly sessions: Sessions;
  readonly sources: ReadonlyMap<string, { readonly source: Source; readonly target: UpstreamTarget }>;
  readonly maxSessions: number;
  /** Asks people about statements; null where nobody can be asked. */
  readonly holds: HoldParts | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** Null where nothing can go on record. */
  readonly records: RecordKeeper | null;
  /** Null where nobody collects traces. */
  readonly tracer: Tracer | null;
}

/** Answers the wire's question. What is refused here is refused before a connection to the server is made. */
export function openSession(request: OpenRequest, parts: OpenParts): OpenResult {
  if (parts.sessions.draining) return refuse('57P03', 'the proxy is shutting down');
  const proven = identityOf(request, parts);
  if ('ok' in proven) return proven;
  const identity = proven;

  const found = parts.sources.get(request.database);
  if (found === undefined) return refuse('3D000', `database "${request.database}" does not exist`);
  const { source, target } = found;
  const asker = askerOf(identity, request);
  const misfit = misfitOf(identity, asker, source);
  if (misfit !== null) {
    const { sessionId: session, user } = request;
    parts.log('identity-refused', { session, user, source: source.name, problem: misfit.problem });
    return refuse('28000', misfit.message);
  }
  const onBehalfOf = identity instanceof DelegatedIdentity ? identity.onBehalfOf : [];
  const askers = [asker, ...onBehalfOf.map((principal): Asker => ({ ...principal, hint: asker.hint }))];
  if (!askers.every((one) => source.appliesTo(one, parts.now())))
    return { ok: false, denial: denials.noPolicy(source.name) };

  const obstacle = source.obstacle();
  if (obstacle !== null) return { ok: false, denial: { ...obstacle.denial, sqlstate: '57P03' } };

  if (parts.sessions.openCount >= parts.maxSessions)
    return refuse('53300', 'the proxy has too many sessions already');
  const about = {
    source: source.name,
    application: asker.hint.applicationName,
    address: request.remoteAddress,
    startedAt: parts.now(),
  };
  if (!parts.sessions.markOpen(request.sessionId, identity, about)) {
    return refuse('08006', 'the connection is closed');
  }
  const ground = source.catalog?.ground ?? null;
  const upstream = onGround(target, ground);
  let opened: SessionGate | null = null;
  const trace =
    parts.tracer === null
      ? null
      : new TracedSession(parts.tracer, { session: request.sessionId, source: source.name });
  const recorder = parts.records?.sqlRecorder(
    recordedSession(request, identity, asker.hint.applicationName, source.name, parts.now()),
    (relation, column) => opened?.isUnlabelled?.(relation, column) ?? false,
  );
  return {
    ok: true,
    upstream,
    ...(recorder !== undefined && { recorder }),
    ...(trace !== null && { trace }),
    gate: () => {
      const session = {
        ...{ requester: { ...requesterOf(identity), user: request.user }, source, target: upstream },
        revision: () => gate.revision,
      };
      const gate = guardedGate(
        createSessionGate(asker, askers.slice(1), () => source.judge(), parts.now, {
          book: source.budgets,
          onReached: ({ rule, beyond }) => {
            const { sessionId: session, user } = request;
            const reached = { session, user, source: source.name, caller: asker.caller.sub, rule };
            if (beyond === 'stop') parts.log('budget-used-up', reached);
            else parts.log('budget-alert', reached);
          },
        }),
        () => expiry(identity, parts.now()) ?? source.obstacle() ?? groundShift(ground, source),
        parts.holds === null ? undefined : holdStatements(parts.holds, session),
      );
      opened = gate;
      return trace === null ? gate : trace.gate(gate);
    },
    endsAt: identity.expiresAt,
  };
}

/** Who has the session, as its record says. */
function recordedSession(
  { sessionId, user, remoteAddress }: OpenRequest,
  identity: Identity,
  application: string,
  source: string,
  startedAt: number,
): JsonObject {
  return {
    ...{ id: sessionId, protocol: 'postgresql', source, user, address: remoteAddress, startedAt },
    ...recordedWho(identity),
    application,
  };
}

/** Whoever proved to be somebody. A token speaks for itself; a password, for the credential as it is by now. */
function identityOf(
  request: OpenRequest,
  { store, revocations }: Pick<OpenParts, 'store' | 'revocations'>,
): Identity | OpenResult {
  if (request.proof instanceof TokenIdentity) return tokenHolder(request.proof, revocations);
  if (!store.usable) return refuse('57P03', 'the proxy cannot read its credentials, so it opens no sessions');
  const credential = store.find(request.user);
  if (credential === null || !isSameProof(credential, request))
    return refuse('28000', 'the credential was changed while it was used');
  return credential;
}

/** The list may have been read again since the token was verified, and is asked here alone. */
function tokenHolder(identity: TokenIdentity, revocations: Revocations): Identity | OpenResult {
  if (!revocations.usable)
    return refuse('57P03', 'the proxy cannot read which tokens are revoked, so none opens a session');
  return revocations.revokes(identity) ? refuse('28000', 'the token was revoked') : identity;
}

/** Why policies of a source are not for somebody: for the log, and for the client. */
function misfitOf(
  identity: Identity,
  asker: Asker,
  source: Source,
): { readonly problem: string; readonly message: string } | null {
  if (identity instanceof DelegatedIdentity) {
    if (!identity.opens(source.name))
      return {
        problem: 'a link of its token does not open this source',
        message: `the token does not open ${source.name}`,
      };
  } else if (identity instanceof TokenIdentity && !source.trusts(identity))
    return {
      problem: `its policies are for tokens of another issuer or audience than ${identity.issuer}`,
      message: `the policies of ${source.name} are not for tokens of this provider`,
    };
  const problem = source.misfitOf(asker);
  const message = `the identity does not carry the claims that the policies of ${source.name} need`;
  return problem === null ? null : { problem, message };
}

/** What vouches for the caller and the task is the identity; the hint is the client's own. */
function askerOf({ caller, task }: Identity, { parameters }: OpenRequest): Asker {
  return { caller, task, hint: { applicationName: parameters.get('application_name') ?? '' } };
}

/** Names mean in the session what they mean in the snapshot, whatever path its role has been given by then. */
function onGround(target: UpstreamTarget, ground: SessionGround | null): UpstreamTarget {
  if (ground === null) return target;
  return { ...target, parameters: { ...target.parameters, search_path: ground.searchPath } };
}

/** A session keeps the path and the role that it began with; the judge resolves names by those of its snapshot. */
function groundShift(ground: SessionGround | null, source: Source): Obstacle | null {
  const now = source.catalog?.ground;
  if (ground === null || now === undefined) return null;
  if (ground.role === now.role && ground.searchPath === now.searchPath) return null;
  const denial = {
    sqlstate: '58000',
    message: 'the search path of this source has changed since the session began',
    detail: null,
    hint: 'Connect again.',
    position: null,
  };
  return { kind: 'ground', denial };
}

/**
 * The wire ends the session when the credential does, by a timer; but a machine that slept, or whose clock was set,
 * has timers that come too late.
 */
function expiry(identity: Identity, now: number): Obstacle | null {
  if (now < identity.expiresAt.getTime()) return null;
  const denial = {
    sqlstate: '28000',
    message: 'the credential has expired',
    detail: null,
    hint: null,
    position: null,
  };
  return { kind: 'expired', denial };
}

/** The file may have been read again between the proof and now. */
function isSameProof(credential: Credential, request: OpenRequest): boolean {
  return 'verifier' in request.proof && credential.verifier === request.proof.verifier;
}

function refuse(sqlstate: string, message: string): OpenResult {
  const denial: Denial = { sqlstate, message, detail: null, hint: null, position: null };
  return { ok: false, denial };
}
