/**
 * Lets a client prove by SCRAM-SHA-256 that it knows a password. Whether there is such a user does not show: an unknown
 * one is asked the same questions.
 */
import { randomBytes } from 'node:crypto';
import { decodeSaslInitialResponse } from '../codec/decode-frontend.ts';
import { encodeSaslContinue, encodeSaslMechanisms } from '../codec/encode-backend.ts';
import { utf8Text } from '../codec/text.ts';
import { acceptClientFinal, acceptClientFirst, SCRAM, SCRAM_PLUS } from '../scram/scram-server.ts';
import type { ScramVerifier } from '../scram/verifier.ts';
import { type HandshakeChannel, readSaslResponse } from './handshake-channel.ts';

/** As much as a client that has proven nothing may make us hold. */
const MAX_MESSAGE_BYTES = 10_000;
const NONCE_BYTES = 18;

export type ClientProof =
  | {
      readonly kind: 'proven';
      readonly channelBound: boolean /** `server-final-message`, still to be sent. */;
      readonly final: string;
    }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'malformed'; readonly problem: string };

/** Asks, and checks the answers. `channelBinding` is null where there is no TLS connection that could be bound to. */
export async function authenticateClient(
  channel: HandshakeChannel,
  verifier: ScramVerifier,
  channelBinding: Buffer | null,
): Promise<ClientProof> {
  channel.write(encodeSaslMechanisms(channelBinding === null ? [SCRAM] : [SCRAM_PLUS, SCRAM]));
  const initial = await readSaslResponse(channel, MAX_MESSAGE_BYTES);
  const chosen = initial === null ? null : decodeSaslInitialResponse(initial);
  const mechanism = chosen?.mechanism.toString('latin1');
  const first = chosen === null ? null : utf8Text(chosen.data);
  if (first === null || (mechanism !== SCRAM && mechanism !== SCRAM_PLUS)) {
    return malformed('A SASL response with an offered mechanism was expected.');
  }
  if (mechanism === SCRAM_PLUS && channelBinding === null) {
    return malformed('The client chose a mechanism that was not offered.');
  }

  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const asked = acceptClientFirst({ verifier, channelBinding, mechanism }, first, nonce);
  if (!asked.ok) return malformed(asked.problem);
  channel.write(encodeSaslContinue(asked.reply));

  const response = await readSaslResponse(channel, MAX_MESSAGE_BYTES);
  const final = response === null ? null : utf8Text(response);
  if (final === null) return malformed('A SASL response was expected.');
  const answer = acceptClientFinal(asked.state, final);
  if (answer.kind !== 'proven') return answer;
  return { kind: 'proven', channelBound: mechanism === SCRAM_PLUS, final: answer.reply };
}

function malformed(problem: string): ClientProof {
  return { kind: 'malformed', problem };
}
