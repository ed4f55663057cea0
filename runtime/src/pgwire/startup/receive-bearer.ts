/**
 * Takes a token by OAUTHBEARER, as clients of PostgreSQL 18 present it ("SASL Authentication: OAUTHBEARER Authentication"): where it does not do, the client
 * is told where tokens come from, and the connection ends.
 */
import { decodeSaslInitialResponse } from '../codec/decode-frontend.ts';
import { encodeSaslContinue, encodeSaslMechanisms } from '../codec/encode-backend.ts';
import type { VerifyToken, WireToken } from '../services.ts';
import { type HandshakeChannel, readSaslResponse } from './handshake-channel.ts';
import {
  DUMMY_RESPONSE,
  encodeBearerError,
  OAUTHBEARER,
  readBearerMessage,
  type TokenSource,
} from './oauth-bearer.ts';
import { MAX_TOKEN_MESSAGE_BYTES } from './receive-token.ts';

export type BearerProof =
  | { readonly kind: 'proven'; readonly token: WireToken }
  /** A clause for the log. */
  | { readonly kind: 'refused'; readonly problem: string }
  /** The client asked where tokens come from, and was told. */
  | { readonly kind: 'discovery' }
  | { readonly kind: 'malformed'; readonly problem: string };

export async function receiveBearer(
  channel: HandshakeChannel,
  source: TokenSource,
  verify: VerifyToken,
): Promise<BearerProof> {
  channel.write(encodeSaslMechanisms([OAUTHBEARER]));
  const initial = await readSaslResponse(channel, MAX_TOKEN_MESSAGE_BYTES);
  const chosen = initial === null ? null : decodeSaslInitialResponse(initial);
  if (chosen?.mechanism.toString('latin1') !== OAUTHBEARER)
    return malformed('A SASL response with an offered mechanism was expected.');
  const message = readBearerMessage(chosen.data);
  if (message.kind === 'malformed') return message;
  const outcome = message.kind === 'token' ? await verify(message.token) : null;
  if (outcome?.ok === true) return { kind: 'proven', token: outcome.token };
  channel.write(encodeSaslContinue(encodeBearerError(source)));
  const dummy = await readSaslResponse(channel, MAX_TOKEN_MESSAGE_BYTES);
  if (dummy?.toString('latin1') !== DUMMY_RESPONSE)
    return malformed('After the error nothing but an empty SASL response was expected.');
  return outcome === null ? { kind: 'discovery' } : { kind: 'refused', problem: outcome.problem };
}

function malformed(problem: string): BearerProof {
  return { kind: 'malformed', problem };
}
