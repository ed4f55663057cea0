/**
 * What a handshake needs of a connection: bytes in order, as many as it asks for. A socket is one such thing
 * (socket-channel.ts), an array in a test another.
 */
import type { X509Certificate } from 'node:crypto';
import { Frontend, HEADER_BYTES, typeText } from '../codec/messages.ts';
import { protocolViolation } from './refusal.ts';

export interface HandshakeChannel {
  /** Exactly `count` bytes. Rejects with {@link ChannelClosed} where they will never come. */
  read(count: number): Promise<Buffer>;
  /** Gives bytes back, which the next read begins with. */
  unread(bytes: Buffer): void;
  /** Whether more has arrived than was read. */
  readonly hasUnread: boolean;
  write(bytes: Buffer): void;
  /**
   * Goes on over TLS: as its server towards a client, as its client towards an upstream. What is unread by then is taken
   * for the beginning of the handshake.
   */
  startTls(): Promise<TlsFacts>;
}

export interface TlsFacts {
  /** For example `TLSv1.3`. */
  readonly version: string;
  /** What the connection is for, as agreed by ALPN; null where the client did not say. */
  readonly applicationProtocol: string | null;
  /** Of the server of this connection. */
  readonly certificate: X509Certificate | null;
}

/** The name of PostgreSQL's protocol in ALPN. */
export const ALPN = 'postgresql';

/** The peer has closed the connection, or it broke. */
export class ChannelClosed extends Error {
  constructor(message = 'the connection was closed') {
    super(message);
    this.name = 'ChannelClosed';
  }
}

/** Reads one message, header included, of at most `maxBytes` behind its type. */
export async function readMessage(channel: HandshakeChannel, maxBytes: number): Promise<Buffer> {
  const header = await channel.read(HEADER_BYTES);
  const length = header.readInt32BE(1);
  if (length < 4 || length > maxBytes) {
    throw protocolViolation(
      `the length ${length} of a message of type ${typeText(header[0] ?? 0)} is invalid`,
    );
  }
  return Buffer.concat([header, await channel.read(length - 4)]);
}

/** The body of the next message, of at most `maxBytes`; null where it is no response of SASL, which has the type of a password. */
export async function readSaslResponse(channel: HandshakeChannel, maxBytes: number): Promise<Buffer | null> {
  const message = await readMessage(channel, maxBytes);
  return message[0] === Frontend.Password ? message.subarray(HEADER_BYTES) : null;
}
