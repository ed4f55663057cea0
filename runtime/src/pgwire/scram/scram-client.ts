/** The client's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS, message by message. Nonces come from outside. */
import { timingSafeEqual } from 'node:crypto';
import { hmac, MAX_ITERATIONS, saltedPassword, scramKeys, strictBase64, xor } from './verifier.ts';

/** With less, whoever sees one exchange guesses passwords too cheaply. RFC 7677, section 4. */
const MIN_ITERATIONS = 4096;
const MAX_MESSAGE = 4096;

export interface ClientExchange {
  readonly nonce: string;
  /**
   * `bound`: the mechanism is PLUS, with these bytes. `not-offered`: we could bind, the server did not offer to.
   * `unsupported`: the connection has nothing to bind to.
   */
  readonly channelBinding:
    | { readonly kind: 'bound'; readonly data: Buffer }
    | { readonly kind: 'not-offered' }
    | { readonly kind: 'unsupported' };
}

/** What the answer of the server is checked against; null stands for a message that is malformed or not for us. */
export interface AwaitingSignature {
  readonly reply: string;
  readonly serverSignature: Buffer;
}

export function clientFirst(exchange: ClientExchange): string {
  return `${gs2Header(exchange)}${firstBare(exchange)}`;
}

/** Takes `server-first-message`; answers with the proof. Null where the message is malformed or not an answer to ours. */
export async function acceptServerFirst(
  exchange: ClientExchange,
  message: string,
  password: string,
): Promise<AwaitingSignature | null> {
  if (message.length > MAX_MESSAGE) return null;
  const match = /^r=([\x21-\x2b\x2d-\x7e]+),s=([A-Za-z0-9+/=]+),i=([1-9][0-9]{0,7})$/.exec(message);
  if (match === null) return null;
  const [, nonce = '', saltText = '', count = ''] = match;
  const salt = strictBase64(saltText);
  const iterations = Number(count);
  if (!nonce.startsWith(exchange.nonce) || nonce.length === exchange.nonce.length) return null;
  if (salt === null || iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) return null;

  const binding = Buffer.concat([
    Buffer.from(gs2Header(exchange)),
    exchange.channelBinding.kind === 'bound' ? exchange.channelBinding.data : Buffer.alloc(0),
  ]);
  const withoutProof = `c=${binding.toString('base64')},r=${nonce}`;
  const authMessage = `${firstBare(exchange)},${message},${withoutProof}`;
  const { clientKey, storedKey, serverKey } = scramKeys(await saltedPassword(password, salt, iterations));
  const proof = xor(clientKey, hmac(storedKey, authMessage));
  return {
    reply: `${withoutProof},p=${proof.toString('base64')}`,
    serverSignature: hmac(serverKey, authMessage),
  };
}

/** Whether `server-final-message` proves that the server knows the password's verifier. */
export function acceptServerFinal(state: AwaitingSignature, message: string): boolean {
  const match = /^v=([A-Za-z0-9+/=]+)$/.exec(message);
  const signature = strictBase64(match?.[1] ?? '');
  return (
    signature !== null &&
    signature.length === state.serverSignature.length &&
    timingSafeEqual(signature, state.serverSignature)
  );
}

function gs2Header(exchange: ClientExchange): string {
  switch (exchange.channelBinding.kind) {
    case 'bound':
      return 'p=tls-server-end-point,,';
    case 'not-offered':
      return 'y,,';
    case 'unsupported':
      return 'n,,';
  }
}

/** Without a name: the server takes that of the StartupMessage. */
function firstBare(exchange: ClientExchange): string {
  return `n=,r=${exchange.nonce}`;
}
