/** Opens connections to upstreams: socket, TLS, start-up. A server that cannot be trusted is not talked to. */
import { connect, isIP, type NetConnectOpts, type Socket } from 'node:net';
import { checkServerIdentity, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { encodeCancelRequest, encodeSslRequest } from '../codec/encode-frontend.ts';
import { endPointBinding } from '../scram/channel-binding.ts';
import { enterUpstream, type UpstreamGreeting } from '../startup/enter-upstream.ts';
import { ALPN, ChannelClosed, type TlsFacts } from '../startup/handshake-channel.ts';
import { Refusal } from '../startup/refusal.ts';
import type { UpstreamTarget, UpstreamTls } from '../upstream-target.ts';
import { secured } from './client-tls.ts';
import { DirectChannel } from './direct-channel.ts';
import { ignoreErrors, SocketChannel } from './socket-channel.ts';
import type { ReadableChannel } from './taker.ts';

const CONNECT_MILLISECONDS = 15_000;
/** Who asks to cancel need not wait long for a server that does not answer. */
const CANCEL_MILLISECONDS = 5_000;
const KEEPALIVE_MILLISECONDS = 60_000;

export interface UpstreamConnection {
  readonly channel: ReadableChannel;
  readonly greeting: UpstreamGreeting;
}

/** Connects and gets in. Rejects with a {@link Refusal}, also when `signal` is aborted. */
export async function connectUpstream(
  target: UpstreamTarget,
  clientParameters: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<UpstreamConnection> {
  const milliseconds = target.connectMilliseconds ?? CONNECT_MILLISECONDS;
  return withDeadline(milliseconds, signal, async (deadline) => {
    const { channel, tls } = await openChannel(target, deadline);
    try {
      const certificate = tls?.certificate ?? null;
      const binding = certificate === null ? null : endPointBinding(certificate);
      const greeting = await enterUpstream(channel, target, clientParameters, binding);
      return { channel, greeting };
    } catch (error) {
      channel.socket.destroy();
      throw error;
    }
  });
}

/** Asks the server to cancel what the connection with this key runs; resolves once the server has taken note. */
export async function cancelUpstream(
  target: UpstreamTarget,
  key: { readonly processId: number; readonly secret: Uint8Array },
): Promise<void> {
  await withDeadline(CANCEL_MILLISECONDS, new AbortController().signal, async (deadline) => {
    const { channel } = await openChannel(target, deadline);
    channel.write(encodeCancelRequest(key.processId, key.secret));
    // The server says nothing; it closes the connection when the signal is sent.
    await channel.read(1).catch(() => undefined);
    channel.socket.destroy();
  });
}

/** A connection to the server, encrypted where it has to be. */
async function openChannel(
  target: UpstreamTarget,
  signal: AbortSignal,
): Promise<{ readonly channel: DirectChannel | SocketChannel; readonly tls: TlsFacts | null }> {
  if (signal.aborted) throw new ChannelClosed();
  const { tls } = target;
  if (tls === 'disable') {
    const channel = new DirectChannel(placeOf(target));
    await connected(channel.socket, signal);
    return { channel, tls: null };
  }
  const socket = await connected(connect(placeOf(target)), signal);
  const channel = new SocketChannel(socket, 'client', (plain) => requestTls(plain, tls));
  channel.write(encodeSslRequest());
  const answer = await channel.read(1);
  // More than the answer would be data that is not encrypted and could be anybody's (CVE-2021-23222).
  if (answer.toString('latin1') !== 'S' || channel.hasUnread) {
    socket.destroy();
    throw unreachable('the server does not accept TLS');
  }
  return { channel, tls: await channel.startTls() };
}

function placeOf({ host, port }: UpstreamTarget): NetConnectOpts {
  const place = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  return { ...place, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEPALIVE_MILLISECONDS };
}

/** Resolves when the socket is connected. */
function connected(socket: Socket, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    let reason = 'the connection was given up';
    socket.on('error', (error: NodeJS.ErrnoException) => {
      reason = error.code ?? error.name;
    });
    const fail = () => reject(unreachable(reason));
    socket.once('close', fail);
    socket.once('connect', () => {
      socket.off('close', fail);
      resolve(socket);
    });
  });
}

async function requestTls(socket: Socket, tls: UpstreamTls): Promise<TLSSocket> {
  const { ca, servername, verify } = tls;
  const encrypted = tlsConnect({
    socket,
    ...(ca === null ? {} : { ca }),
    // SNI carries names only.
    servername: isIP(servername) === 0 ? servername : '',
    rejectUnauthorized: true,
    checkServerIdentity: (_host, certificate) =>
      verify === 'full' ? checkServerIdentity(servername, certificate) : undefined,
    ALPNProtocols: [ALPN],
    minVersion: 'TLSv1.2',
  });
  ignoreErrors(encrypted);
  await secured(encrypted, 'secureConnect');
  return encrypted;
}

/** Runs `work` under a time limit, and words what went wrong for the client. */
async function withDeadline<Result>(
  milliseconds: number,
  signal: AbortSignal,
  work: (deadline: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, milliseconds);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await work(controller.signal);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (controller.signal.aborted) throw unreachable('it took too long, or the client was gone');
    if (error instanceof ChannelClosed) throw unreachable(error.message);
    throw unreachable(error instanceof Error ? error.name : typeof error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

function unreachable(reason: string): Refusal {
  return new Refusal({ sqlstate: '08006', message: 'the database could not be reached', reason });
}
