/**
 * One client connection from its first byte to its last: the stations of a handshake in their order, then a relay.
 * Everything that ends it, at whatever station, ends here.
 */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  encodeAuthenticationOk,
  encodeBackendKeyData,
  encodeReadyForQuery,
  encodeSaslFinal,
} from '../codec/encode-backend.ts';
import { encodeError } from '../codec/error-fields.ts';
import type { EndCause, WireEvent } from '../events.ts';
import { endPointBinding } from '../scram/channel-binding.ts';
import { mockVerifier, parseScramVerifier } from '../scram/verifier.ts';
import type { EndReason, ServedSession, SessionSnapshot } from '../serve.ts';
import type {
  OpenRequest,
  OpenResult,
  TokenEntry,
  VerifyToken,
  WireCredential,
  WireServices,
  WireToken,
} from '../services.ts';
import { SessionState } from '../session/session-state.ts';
import type { SessionTrace } from '../session-trace.ts';
import { authenticateClient } from '../startup/authenticate-client.ts';
import { ChannelClosed, type TlsFacts } from '../startup/handshake-channel.ts';
import type { TokenSource } from '../startup/oauth-bearer.ts';
import { receiveBearer } from '../startup/receive-bearer.ts';
import { receiveClient } from '../startup/receive-client.ts';
import { isPrivateConnection, receiveToken } from '../startup/receive-token.ts';
import { Refusal } from '../startup/refusal.ts';
import type { StartupRequest } from '../startup/startup-parameters.ts';
import type { UpstreamTarget } from '../upstream-target.ts';
import { acceptTls } from './client-tls.ts';
import { closed, closeGently } from './close.ts';
import { cancelUpstream, connectUpstream, type UpstreamConnection } from './connect-upstream.ts';
import { Relay } from './relay.ts';
import { SocketChannel } from './socket-channel.ts';
import { callAt } from './timers.ts';

const KEEPALIVE_MILLISECONDS = 60_000;

type Opened = Extract<OpenResult, { ok: true }>;

export class ServedConnection implements ServedSession {
  readonly id = randomUUID();
  readonly closed: Promise<void>;
  readonly #services: WireServices;
  readonly #channel: SocketChannel;
  readonly #remoteAddress: string;
  readonly #startedAt = new Date();
  /** Aborted where the connection ends before its relay has begun. */
  readonly #handshake = new AbortController();
  /** What the client asked for, once it has proved who it is. */
  #request: StartupRequest | null = null;
  /** Of version 3 of the protocol. */
  #minor = 0;
  #state: SessionState | null = null;
  #relay: Relay | null = null;
  #trace: SessionTrace | null = null;
  /** Why it ends, from the moment it does. */
  #cause: EndCause | null = null;

  constructor(socket: Socket, services: WireServices) {
    this.#services = services;
    this.#remoteAddress = socket.remoteAddress ?? 'unix';
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEPALIVE_MILLISECONDS);
    this.#channel = new SocketChannel(socket, 'server', (plain) => this.#acceptTls(plain));
    socket.once('close', () => this.#handshake.abort());
    this.#report({ kind: 'session-started', sessionId: this.id, remoteAddress: this.#remoteAddress });
    this.closed = this.#run();
  }

  end(reason: EndReason): void {
    if (this.#relay !== null) this.#relay.end('told', reason);
    else this.#endHandshake('told', reason);
  }

  drain(reason: EndReason): void {
    if (this.#relay !== null) this.#relay.endWhenIdle(reason);
    else this.#endHandshake('told', reason);
  }

  snapshot(): SessionSnapshot {
    return {
      phase: this.#phase(),
      user: this.#request?.user ?? null,
      database: this.#request?.database ?? null,
      startedAt: this.#startedAt,
      ...this.#counts(),
    };
  }

  async #run(): Promise<void> {
    const { handshakeMilliseconds } = this.#services.limits;
    const late = { sqlstate: '08P01', message: 'the connection was not ready in time' };
    const timer = setTimeout(() => this.#endHandshake('refused', late), handshakeMilliseconds);
    try {
      await this.#enter();
    } catch (error) {
      this.#refuse(error);
    } finally {
      clearTimeout(timer);
    }
    const ended = this.#relay === null ? closed(this.#channel.socket) : this.#relay.finished;
    await ended;
    this.#trace?.ended(this.#cause ?? 'client');
    this.#report({
      kind: 'session-ended',
      sessionId: this.id,
      cause: this.#cause ?? 'client',
      milliseconds: Date.now() - this.#startedAt.getTime(),
      ...this.#counts(),
    });
  }

  /** The stations of the handshake. */
  async #enter(): Promise<void> {
    const { tls: context, requireTls } = this.#services;
    const rules = { offered: context !== null, required: requireTls };
    const arrival = await receiveClient(this.#channel, rules);
    switch (arrival.kind) {
      case 'probe':
        this.#endHandshake('probe', null);
        return;
      case 'cancel':
        await this.#cancelOther(arrival);
        this.#endHandshake('probe', null);
        return;
      case 'session': {
        const proof = await this.#authenticate(arrival.request, arrival.tls);
        this.#request = arrival.request;
        this.#minor = arrival.minor;
        const opened = await this.#open(arrival.request, proof);
        const { parameters } = arrival.request;
        const upstream = await connectUpstream(opened.upstream, parameters, this.#handshake.signal);
        this.#begin(opened, upstream);
      }
    }
  }

  async #cancelOther(key: { readonly processId: number; readonly secret: Buffer }): Promise<void> {
    const { cancels } = this.#services;
    this.#report({
      kind: 'cancel-requested',
      remoteAddress: this.#remoteAddress,
      sessionId: cancels.find(key)?.sessionId ?? null,
    });
    await cancels.cancel(key);
  }

  async #authenticate(request: StartupRequest, tls: TlsFacts | null): Promise<OpenRequest['proof']> {
    const entry = this.#services.tokenEntry(request.user);
    return entry === null
      ? this.#authenticateByPassword(request, tls)
      : this.#authenticateByToken(request, tls, entry);
  }

  async #authenticateByToken(
    request: StartupRequest,
    tls: TlsFacts | null,
    { verify, oauth }: TokenEntry,
  ): Promise<WireToken> {
    const { user } = request;
    if (!isPrivateConnection(this.#remoteAddress, tls !== null)) {
      this.#reportFailure(user, 'unencrypted');
      throw new Refusal({
        sqlstate: '28000',
        message: 'a token is taken over an encrypted connection alone',
        hint: 'Connect with sslmode=verify-full.',
      });
    }
    if (oauth !== null) return this.#authenticateByBearer(request, tls, oauth, verify);
    const token = await receiveToken(this.#channel);
    const outcome = token === null ? null : await this.#whileConnected(verify(token));
    if (outcome?.ok !== true) {
      if (outcome === null) this.#reportFailure(user, 'malformed');
      else this.#reportFailure(user, 'refused-token', outcome.problem);
      throw new Refusal({
        sqlstate: '28P01',
        message: `token authentication failed for user "${user}"`,
        hint: 'Present a token of the identity provider, in force and meant for this proxy, as the password.',
      });
    }
    this.#reportAuthenticated(request, tls, false);
    return outcome.token;
  }

  async #authenticateByBearer(
    request: StartupRequest,
    tls: TlsFacts | null,
    source: TokenSource,
    verify: VerifyToken,
  ): Promise<WireToken> {
    const { user } = request;
    const proof = await receiveBearer(this.#channel, source, (token) => this.#whileConnected(verify(token)));
    if (proof.kind === 'malformed') {
      this.#reportFailure(user, 'malformed');
      const message = 'the SASL exchange is malformed';
      throw new Refusal({ sqlstate: '08P01', message, detail: proof.problem });
    }
    if (proof.kind === 'proven') {
      this.#reportAuthenticated(request, tls, false);
      return proof.token;
    }
    // Whoever asks where tokens come from comes back with one.
    if (proof.kind === 'refused') this.#reportFailure(user, 'refused-token', proof.problem);
    // The sentence of PostgreSQL.
    throw new Refusal({
      sqlstate: '28000',
      message: `OAuth bearer authentication failed for user "${user}"`,
      hint: 'Present a token of the identity provider, in force and meant for this proxy.',
    });
  }

  async #authenticateByPassword(request: StartupRequest, tls: TlsFacts | null): Promise<WireCredential> {
    const { user } = request;
    const credential = this.#services.credential(user);
    const known = credential === null ? null : parseScramVerifier(credential.verifier);
    // Made for everybody, so that it takes no longer for an unknown user.
    const mock = mockVerifier(user, this.#services.mockSecret);
    const verifier = known ?? mock;
    const certificate = tls?.certificate ?? null;
    const binding = certificate === null ? null : endPointBinding(certificate);
    const proof = await authenticateClient(this.#channel, verifier, binding);

    if (proof.kind === 'malformed') {
      this.#reportFailure(user, 'malformed');
      throw new Refusal({
        sqlstate: '08P01',
        message: 'the SASL exchange is malformed',
        detail: proof.problem,
      });
    }
    if (proof.kind === 'wrong-password' || credential === null || known === null) {
      const unknown = credential === null ? 'unknown-user' : 'unusable-verifier';
      this.#reportFailure(user, known === null ? unknown : 'wrong-password');
      // The sentence of PostgreSQL, which some clients look for.
      throw new Refusal({ sqlstate: '28P01', message: `password authentication failed for user "${user}"` });
    }
    if (credential.expiresAt !== null && credential.expiresAt.getTime() <= Date.now()) {
      this.#reportFailure(user, 'expired');
      throw new Refusal({ sqlstate: '28000', message: `the credential of \`${user}\` has expired` });
    }
    this.#channel.write(encodeSaslFinal(proof.final));
    this.#reportAuthenticated(request, tls, proof.channelBound);
    return credential;
  }

  #reportAuthenticated(request: StartupRequest, tls: TlsFacts | null, channelBound: boolean): void {
    const { user, database, parameters } = request;
    this.#report({
      kind: 'authenticated',
      sessionId: this.id,
      user,
      database,
      applicationName: parameters.get('application_name') ?? null,
      tls: tls?.version ?? null,
      channelBound,
    });
  }

  async #open(request: StartupRequest, proof: OpenRequest['proof']): Promise<Opened> {
    const { user, database, parameters } = request;
    const remoteAddress = this.#remoteAddress;
    const opened = await this.#whileConnected(
      this.#services.open({ sessionId: this.id, user, database, proof, parameters, remoteAddress }),
    );
    if (!opened.ok) throw new Refusal(opened.denial);
    this.#trace = opened.trace ?? null;
    return opened;
  }

  /** Waits for what the program does, but no longer than the client does. */
  #whileConnected<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this.#handshake;
    const gone = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new ChannelClosed()), { once: true });
      if (signal.aborted) reject(new ChannelClosed());
    });
    return Promise.race([work, gone]);
  }

  /** The handshake is over: tells the client so, and relays from here on. */
  #begin(opened: Opened, { channel: upstream, greeting }: UpstreamConnection): void {
    const client = this.#channel.socket;
    if (this.#cause !== null || client.destroyed) {
      upstream.socket.destroy();
      return;
    }
    const { limits, cancels } = this.#services;
    // All that the session keeps of the greeting; its messages are most of it.
    const { key: serverKey } = greeting;
    const { upstream: target } = opened;
    const cancel = () => cancelQuietly(target, serverKey);
    const gate = opened.gate(greeting.parameters.values);
    const state = new SessionState({
      sessionId: this.id,
      gate,
      parameters: greeting.parameters,
      limits,
      notices: this.#request?.notices ?? false,
      report: (event) => this.#report(event),
      recorder: opened.recorder ?? null,
      trace: this.#trace,
      keepsPrepared: target.keepsPrepared ?? true,
    });
    const key = cancels.register({ sessionId: this.id, cancel: () => relay.cancel() }, this.#minor);
    const expiry =
      opened.endsAt === null
        ? null
        : callAt(opened.endsAt, () => {
            const message = 'the credential expired';
            relay.end('expired', { sqlstate: '28000', message });
          });
    const relay = new Relay({ client, upstream, state, maxInFlight: limits.maxInFlight, cancel }, (cause) => {
      this.#cause = cause;
      cancels.forget(key);
      expiry?.cancel();
    });
    this.#state = state;
    this.#relay = relay;
    client.write(
      Buffer.concat([
        encodeAuthenticationOk(),
        ...greeting.messages,
        encodeBackendKeyData(key.processId, key.secret),
        encodeReadyForQuery('I'),
      ]),
    );
    this.#report({
      kind: 'session-ready',
      sessionId: this.id,
      upstreamProcessId: greeting.key?.processId ?? 0,
      milliseconds: Date.now() - this.#startedAt.getTime(),
    });
    relay.start();
  }

  /** What a handshake that failed tells the client, and the log. */
  #refuse(error: unknown): void {
    // Whatever is thrown after the end was begun comes of the end.
    if (this.#cause !== null) return;
    if (error instanceof ChannelClosed || this.#handshake.signal.aborted) {
      const reason = error instanceof ChannelClosed ? error.message : null;
      this.#reportRefused('08006', 'the client closed the connection', reason);
      this.#endHandshake('client', null);
      return;
    }
    const bug = () =>
      new Refusal({ sqlstate: 'XX000', message: 'the session could not be opened', reason: nameOf(error) });
    const refusal = error instanceof Refusal ? error : bug();
    this.#reportRefused(refusal.sqlstate, refusal.message, refusal.reason);
    this.#cause = 'refused';
    closeGently(this.#channel.socket, refusal.encode());
  }

  /** Ends a connection that has no relay yet. */
  #endHandshake(cause: EndCause, reason: EndReason | null): void {
    if (this.#cause !== null) return;
    this.#cause = cause;
    if (reason !== null && cause !== 'probe') this.#reportRefused(reason.sqlstate, reason.message, null);
    this.#handshake.abort();
    closeGently(this.#channel.socket, reason === null ? null : encodeError({ severity: 'FATAL', ...reason }));
  }

  async #acceptTls(plain: Socket) {
    const context = this.#services.tls;
    if (context === null) throw new ChannelClosed();
    const encrypted = await acceptTls(context)(plain);
    encrypted.once('close', () => this.#handshake.abort());
    return encrypted;
  }

  #phase(): SessionSnapshot['phase'] {
    if (this.#cause !== null) return 'closing';
    if (this.#state === null) return 'handshake';
    if (this.#state.requests.length > 0 || this.#state.holding !== null) return 'active';
    return this.#state.idle ? 'idle' : 'in-transaction';
  }

  #counts() {
    return {
      statementsForwarded: this.#state?.statementsForwarded ?? 0,
      statementsDenied: this.#state?.statementsDenied ?? 0,
      bytesFromClient: this.#relay?.bytesFromClient ?? 0,
      bytesFromUpstream: this.#relay?.bytesFromUpstream ?? 0,
    };
  }

  #reportFailure(
    user: string,
    reason: Extract<WireEvent, { kind: 'authentication-failed' }>['reason'],
    problem: string | null = null,
  ): void {
    const remoteAddress = this.#remoteAddress;
    const sessionId = this.id;
    this.#report({ kind: 'authentication-failed', sessionId, user, remoteAddress, reason, problem });
  }

  #reportRefused(sqlstate: string, message: string, cause: string | null): void {
    this.#report({ kind: 'session-refused', sessionId: this.id, sqlstate, message, cause });
  }

  #report(event: WireEvent): void {
    this.#services.onEvent(event);
  }
}

async function cancelQuietly(
  target: UpstreamTarget,
  key: { readonly processId: number; readonly secret: Buffer } | null,
): Promise<void> {
  if (key === null) return;
  try {
    await cancelUpstream(target, key);
  } catch (error) {
    // Nobody waits for the answer to a request to cancel, and no server promises one.
    if (!(error instanceof Refusal)) throw error;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
