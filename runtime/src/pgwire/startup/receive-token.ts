/**
 * Takes a token from a client that presents one as its password (AuthenticationCleartextPassword, "Message Flow: Start-up"). What the
 * token is worth is not known here.
 */
import { encodeCleartextPasswordRequest } from '../codec/encode-backend.ts';
import { Frontend, HEADER_BYTES } from '../codec/messages.ts';
import { utf8Text } from '../codec/text.ts';
import { type HandshakeChannel, readMessage } from './handshake-channel.ts';

/** As much as PostgreSQL takes for a token; a client that has proven nothing makes us hold no more. */
export const MAX_TOKEN_MESSAGE_BYTES = 65_535;

/** The token; null where the client answered with something else. */
export async function receiveToken(channel: HandshakeChannel): Promise<string | null> {
  channel.write(encodeCleartextPasswordRequest());
  const message = await readMessage(channel, MAX_TOKEN_MESSAGE_BYTES);
  const end = message.length - 1;
  const isOneText = message[0] === Frontend.Password && message.indexOf(0, HEADER_BYTES) === end;
  return isOneText ? utf8Text(message.subarray(HEADER_BYTES, end)) : null;
}

/** Whether a token may cross: nobody but the two ends can read it. `remoteAddress` as the socket has it. */
export function isPrivateConnection(remoteAddress: string, encrypted: boolean): boolean {
  return (
    encrypted || remoteAddress === 'unix' || /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/.test(remoteAddress)
  );
}
