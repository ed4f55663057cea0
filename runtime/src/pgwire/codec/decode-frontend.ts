/**
 * Reads what the proxy has to know of a client's messages; null where a message is not what its type says. `start` is
 * the place of the type byte, `end` the first byte behind the message. Views into `bytes` are valid only as long as
 * these are.
 */
import { ByteReader } from './byte-reader.ts';
import { HEADER_BYTES } from './messages.ts';

export interface ParseMessage {
  readonly name: Buffer;
  readonly text: Buffer;
  /** Count and type OIDs of the parameters as they stand in the message; a view. */
  readonly parameterTypes: Buffer;
}

export interface BindMessage {
  readonly portal: Buffer;
  readonly statement: Buffer;
  /** Formats, values and formats of the answer, as they stand in the message; a view. */
  readonly parameters: Buffer;
}

/** What Describe and Close speak of. */
export interface ObjectName {
  readonly kind: 'statement' | 'portal';
  readonly name: Buffer;
}

const STATEMENT = 'S'.charCodeAt(0);
const PORTAL = 'P'.charCodeAt(0);

/** The text of a Query. */
export function decodeQuery(bytes: Buffer, start: number, end: number): Buffer | null {
  const reader = bodyOf(bytes, start, end);
  const text = reader.cstring();
  return reader.exact ? text : null;
}

export function decodeParse(bytes: Buffer, start: number, end: number): ParseMessage | null {
  const reader = bodyOf(bytes, start, end);
  const name = reader.cstring();
  const text = reader.cstring();
  const parameterTypes = reader.rest();
  if (reader.failed || parameterTypes.length < 2) return null;
  const count = parameterTypes.readUInt16BE(0);
  return parameterTypes.length === 2 + 4 * count ? { name, text, parameterTypes } : null;
}

/** The numbers in {@link ParseMessage.parameterTypes}. */
export function typeNumbers(parameterTypes: Buffer): readonly number[] {
  return Array.from({ length: parameterTypes.readUInt16BE(0) }, (_, index) =>
    parameterTypes.readUInt32BE(2 + 4 * index),
  );
}

/** The names at the head of a Bind, and what is behind them, which is the server's to check. */
export function decodeBind(bytes: Buffer, start: number, end: number): BindMessage | null {
  const reader = bodyOf(bytes, start, end);
  const portal = reader.cstring();
  const statement = reader.cstring();
  const parameters = reader.rest();
  return reader.failed ? null : { portal, statement, parameters };
}

/** A Describe or a Close. */
export function decodeObjectName(bytes: Buffer, start: number, end: number): ObjectName | null {
  const reader = bodyOf(bytes, start, end);
  const kind = reader.byte();
  const name = reader.cstring();
  if (!reader.exact) return null;
  if (kind === STATEMENT) return { kind: 'statement', name };
  return kind === PORTAL ? { kind: 'portal', name } : null;
}

/** The portal of an Execute. */
export function decodeExecute(bytes: Buffer, start: number, end: number): Buffer | null {
  const reader = bodyOf(bytes, start, end);
  const portal = reader.cstring();
  reader.int32();
  return reader.exact ? portal : null;
}

export interface SaslInitialResponse {
  readonly mechanism: Buffer;
  readonly data: Buffer;
}

/** The first `p` message of a SASL exchange. A response of length -1 counts as an empty one. */
export function decodeSaslInitialResponse(body: Buffer): SaslInitialResponse | null {
  const reader = new ByteReader(body, 0, body.length);
  const mechanism = reader.cstring();
  const length = reader.int32();
  const data = length === -1 ? Buffer.alloc(0) : reader.bytes(length);
  return reader.exact ? { mechanism, data } : null;
}

function bodyOf(bytes: Buffer, start: number, end: number): ByteReader {
  return new ByteReader(bytes, start + HEADER_BYTES, end);
}
