/**
 * The server's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677), message by message. Holds no password and
 * reads no clock; nonces come from outside.
 */
import { timingSafeEqual } from 'node:crypto';
import { hmac, type ScramVerifier, sha256, strictBase64, xor } from './verifier.ts';

export const SCRAM = 'SCRAM-SHA-256';
export const SCRAM_PLUS = 'SCRAM-SHA-256-PLUS';

/** Longest message of a client that is looked at; those of real clients have about 100 characters. */
const MAX_MESSAGE = 4096;

export interface ServerExchange {
  readonly verifier: ScramVerifier;
  /** Of the certificate (RFC 5929, tls-server-end-point); null where SCRAM-SHA-256-PLUS is not offered. */
  readonly channelBinding: Buffer | null;
  /** The mechanism that the client chose. */
  readonly mechanism: string;
}

export type ClientFirst =
  | { readonly ok: true; readonly reply: string; readonly state: AwaitingProof }
  | { readonly ok: false; readonly problem: string };

/** What the second message is checked against. */
export interface AwaitingProof {
  readonly exchange: ServerExchange;
  readonly gs2Header: string;
  readonly firstBare: string;
  readonly serverFirst: string;
  readonly nonce: string;
}

export type ClientFinal =
  | { readonly kind: 'proven'; readonly reply: string }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'malformed'; readonly problem: string };

/** Takes `client-first-message`; answers with `server-first-message`. The user's name in it is ignored, as PostgreSQL does. */
export function acceptClientFirst(
  exchange: ServerExchange,
  message: string,
  serverNonce: string,
): ClientFirst {
  const refuse = (problem: string): ClientFirst => ({ ok: false, problem });
  if (message.length > MAX_MESSAGE) return refuse('The message is too long.');
  const header = /^(n|y|p=([A-Za-z0-9.-]+)),(a=[^,]*)?,/.exec(message);
  if (header === null) return refuse('The channel binding flag is malformed.');
  const [gs2Header, flag = '', binding, authzid] = header;
  if (authzid !== undefined) return refuse('An authorization identity is not supported.');
  if ((flag === 'n' || flag === 'y') === (exchange.mechanism === SCRAM_PLUS)) {
    return refuse('The channel binding flag does not fit the mechanism.');
  }
  // A client that supports it believes that we do not: somebody in between has removed our offer.
  if (flag === 'y' && exchange.channelBinding !== null) {
    return refuse('The client did not see that channel binding is offered.');
  }
  if (binding !== undefined && (binding !== 'tls-server-end-point' || exchange.channelBinding === null)) {
    return refuse('The type of channel binding is not supported.');
  }

  const firstBare = message.slice(gs2Header.length);
  const bare = /^n=[^,]*,r=([\x21-\x2b\x2d-\x7e]+)$/.exec(firstBare);
  if (bare === null) return refuse('The message is malformed.');
  const nonce = `${bare[1]}${serverNonce}`;
  const { salt, iterations } = exchange.verifier;
  const serverFirst = `r=${nonce},s=${salt.toString('base64')},i=${iterations}`;
  return { ok: true, reply: serverFirst, state: { exchange, gs2Header, firstBare, serverFirst, nonce } };
}

/** Takes `client-final-message` and checks the proof in it; answers with `server-final-message`. */
export function acceptClientFinal(state: AwaitingProof, message: string): ClientFinal {
  const { verifier, channelBinding } = state.exchange;
  const malformed = (problem: string): ClientFinal => ({ kind: 'malformed', problem });
  if (message.length > MAX_MESSAGE) return malformed('The message is too long.');
  const match = /^(c=([A-Za-z0-9+/=]+),r=([\x21-\x2b\x2d-\x7e]+)),p=([A-Za-z0-9+/=]+)$/.exec(message);
  if (match === null) return malformed('The message is malformed.');
  const [, withoutProof = '', bindingText = '', nonce = '', proofText = ''] = match;

  const bound = strictBase64(bindingText);
  const withBinding = state.gs2Header.startsWith('p=') && channelBinding !== null;
  const expected = Buffer.concat([
    Buffer.from(state.gs2Header),
    withBinding ? channelBinding : Buffer.alloc(0),
  ]);
  if (bound === null || !equal(bound, expected)) return malformed('The channel binding does not match.');
  if (!equal(Buffer.from(nonce), Buffer.from(state.nonce))) return malformed('The nonce does not match.');

  const authMessage = `${state.firstBare},${state.serverFirst},${withoutProof}`;
  const proof = strictBase64(proofText);
  if (proof === null || proof.length !== verifier.storedKey.length) {
    return malformed('The proof is malformed.');
  }
  const clientKey = xor(proof, hmac(verifier.storedKey, authMessage));
  if (!timingSafeEqual(sha256(clientKey), verifier.storedKey)) return { kind: 'wrong-password' };
  return { kind: 'proven', reply: `v=${hmac(verifier.serverKey, authMessage).toString('base64')}` };
}

function equal(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
