/** Messages that the proxy sends to a client of its own accord, errors apart. All else is the server's, passed on. */
import { ByteWriter } from './byte-writer.ts';
import { AuthenticationCode, Backend, PROTOCOL_3_0, type TransactionStatus } from './messages.ts';

export function encodeAuthenticationOk(): Buffer {
  return encodeAuthentication(AuthenticationCode.ok, '');
}

/** Asks for a secret as it is: for a token, over a connection that keeps it. */
export function encodeCleartextPasswordRequest(): Buffer {
  return encodeAuthentication(AuthenticationCode.cleartextPassword, '');
}

export function encodeSaslMechanisms(mechanisms: readonly string[]): Buffer {
  return encodeAuthentication(AuthenticationCode.sasl, `${mechanisms.map((name) => `${name}\0`).join('')}\0`);
}

export function encodeSaslContinue(data: string): Buffer {
  return encodeAuthentication(AuthenticationCode.saslContinue, data);
}

export function encodeSaslFinal(data: string): Buffer {
  return encodeAuthentication(AuthenticationCode.saslFinal, data);
}

export function encodeParseComplete(): Buffer {
  return new ByteWriter().message(Backend.ParseComplete, () => undefined).finish();
}

export function encodeBackendKeyData(processId: number, secret: Uint8Array): Buffer {
  return new ByteWriter()
    .message(Backend.BackendKeyData, (body) => body.int32(processId).bytes(secret))
    .finish();
}

export function encodeParameterStatus(name: string, value: string): Buffer {
  return new ByteWriter()
    .message(Backend.ParameterStatus, (body) => body.cstring(name).cstring(value))
    .finish();
}

export function encodeReadyForQuery(status: TransactionStatus): Buffer {
  return new ByteWriter().message(Backend.ReadyForQuery, (body) => body.byte(status.charCodeAt(0))).finish();
}

/** Says that version 3 with this minor one is spoken, and which protocol options of the client are unknown. */
export function encodeNegotiateProtocolVersion(minor: number, unknownOptions: readonly string[]): Buffer {
  return new ByteWriter()
    .message(Backend.NegotiateProtocolVersion, (body) => {
      // The whole version, though the documentation speaks of the minor one: so do PostgreSQL's server and client.
      body.int32(PROTOCOL_3_0 + minor).int32(unknownOptions.length);
      for (const name of unknownOptions) body.cstring(name);
    })
    .finish();
}

function encodeAuthentication(code: number, data: string): Buffer {
  return new ByteWriter()
    .message(Backend.Authentication, (body) => body.int32(code).bytes(Buffer.from(data)))
    .finish();
}
