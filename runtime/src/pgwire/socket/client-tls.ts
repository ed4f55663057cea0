/** TLS towards clients. */
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { ALPN, ChannelClosed } from '../startup/handshake-channel.ts';
import type { TlsUpgrade } from './socket-channel.ts';

/** Takes the server's part of a TLS handshake on a client's socket. */
export function acceptTls(secureContext: SecureContext): TlsUpgrade {
  return async (socket) => {
    const encrypted = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: [ALPN] });
    await secured(encrypted, 'secure');
    return encrypted;
  };
}

/** Resolves at `event`; rejects if the socket closes before. */
export function secured(socket: Socket, event: 'secure' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason = 'the TLS handshake failed';
    const done = () => {
      socket.off(event, done).off('close', fail).off('error', explain).off('_tlsError', explain);
      resolve();
    };
    const fail = () => reject(new ChannelClosed(reason));
    const explain = (error: NodeJS.ErrnoException) => {
      if (error.code !== undefined) reason = `the TLS handshake failed (${error.code})`;
    };
    socket.on(event, done).on('close', fail).on('error', explain).on('_tlsError', explain);
  });
}
