/**
 * The first part of a client's connection, up to its StartupMessage: requests for encryption, cancel requests, the
 * protocol's version. Knows nothing of users' secrets. ("Message Flow: Start-up, Canceling Requests in Progress, SSL
 * Session Encryption".)
 */
import { decodeStartupPacket } from '../codec/decode-startup.ts';
import { encodeNegotiateProtocolVersion } from '../codec/encode-backend.ts';
import { NEWEST_MINOR } from '../codec/messages.ts';
import { ALPN, ChannelClosed, type HandshakeChannel, type TlsFacts } from './handshake-channel.ts';
import { protocolViolation, Refusal } from './refusal.ts';
import { checkStartupParameters, type StartupRequest } from './startup-parameters.ts';

/** As in PostgreSQL. */
const MAX_PACKET_BYTES = 10_000;
/** The first byte of a TLS handshake, with which no packet of an allowed length can begin. */
const TLS_HANDSHAKE = 0x16;
const YES = Buffer.from('S');
const NO = Buffer.from('N');

export interface EncryptionRules {
  /** Whether there is a certificate to offer. */
  readonly offered: boolean;
  readonly required: boolean;
}

export type Arrival =
  | {
      readonly kind: 'session';
      readonly request: StartupRequest;
      /** Of version 3 of the protocol, as it is spoken from here on. */
      readonly minor: number;
      readonly tls: TlsFacts | null;
    }
  | { readonly kind: 'cancel'; readonly processId: number; readonly secret: Buffer }
  /** Gone without a word: a health check, or a client that did not like the answer about encryption. */
  | { readonly kind: 'probe' };

/** Reads what a client begins with. Throws {@link Refusal}. */
export async function receiveClient(channel: HandshakeChannel, rules: EncryptionRules): Promise<Arrival> {
  let tls: TlsFacts | null = null;
  const asked = { ssl: false, gss: false };
  for (;;) {
    const head = await readHead(channel);
    if (head === null) return { kind: 'probe' };

    if (head[0] === TLS_HANDSHAKE && !asked.ssl && !asked.gss && rules.offered) {
      asked.ssl = true;
      channel.unread(head);
      tls = await channel.startTls();
      // Whoever begins with TLS must say what for: a client of another protocol could have been led here (ALPACA).
      if (tls.applicationProtocol !== ALPN) {
        throw protocolViolation(`a connection that begins with TLS must name \`${ALPN}\` by ALPN`);
      }
      continue;
    }

    const length = head.readInt32BE(0);
    if (length < 8 || length > MAX_PACKET_BYTES)
      throw protocolViolation('the start-up packet has an invalid length');
    const packet = decodeStartupPacket(await channel.read(length - 4));
    switch (packet.kind) {
      case 'malformed':
        throw protocolViolation('the start-up packet is malformed');
      case 'cancel':
        return packet;
      case 'gss-encryption':
        if (asked.gss || tls !== null) throw protocolViolation('GSS encryption was asked for out of place');
        asked.gss = true;
        channel.write(NO);
        break;
      case 'ssl':
        if (asked.ssl) throw protocolViolation('TLS was asked for twice');
        asked.ssl = true;
        if (!rules.offered) {
          channel.write(NO);
          break;
        }
        // What came with the request was not encrypted and could be anybody's (CVE-2021-23214).
        if (channel.hasUnread)
          throw protocolViolation('data that is not encrypted followed the request for TLS');
        channel.write(YES);
        tls = await channel.startTls();
        break;
      case 'startup':
        return { kind: 'session', ...accept(channel, packet, rules, tls), tls };
    }
  }
}

function accept(
  channel: HandshakeChannel,
  packet: Extract<ReturnType<typeof decodeStartupPacket>, { kind: 'startup' }>,
  rules: EncryptionRules,
  tls: TlsFacts | null,
): { readonly request: StartupRequest; readonly minor: number } {
  if (packet.major !== 3) {
    throw new Refusal({
      sqlstate: '0A000',
      message: `the protocol version ${packet.major}.${packet.minor} is not supported, only 3.0 to 3.${NEWEST_MINOR} are`,
    });
  }
  if (rules.required && tls === null) {
    throw new Refusal({
      sqlstate: '28000',
      message: 'this server accepts connections over TLS only',
      hint: 'Connect with `sslmode=verify-full`.',
    });
  }
  const check = checkStartupParameters(packet.parameters);
  if (!check.ok) throw new Refusal(check);
  const { protocolOptions } = check.request;
  const minor = Math.min(packet.minor, NEWEST_MINOR);
  if (packet.minor > minor || protocolOptions.length > 0) {
    channel.write(encodeNegotiateProtocolVersion(minor, protocolOptions));
  }
  return { request: check.request, minor };
}

/** The length of the next packet; null where the client has closed the connection instead. */
async function readHead(channel: HandshakeChannel): Promise<Buffer | null> {
  try {
    return await channel.read(4);
  } catch (error) {
    if (error instanceof ChannelClosed) return null;
    throw error;
  }
}
