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

/** Where a name stands among the bytes of a message, its NUL excluded. No view: these are read for every statement that runs. */
export interface NameSpan {
  readonly start: number;
  readonly end: number;
}

/** Where the names of a Bind stand; what follows the statement's NUL is for the server to check. */
export interface BindMessage {
  readonly portal: NameSpan;
  readonly statement: NameSpan;
}

/** What Describe and Close speak of. */
export interface ObjectName extends NameSpan {
  readonly kind: 'statement' | 'portal';
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
  const count = parameterTypes.readUInt16BE(0);
  const numbers: number[] = [];
  for (let index = 0; index < count; index += 1) numbers.push(parameterTypes.readUInt32BE(2 + 4 * index));
  return numbers;
}

/** The names at the head of a Bind. */
export function decodeBind(bytes: Buffer, start: number, end: number): BindMessage | null {
  const reader = bodyOf(bytes, start, end);
  const portal = nextName(reader);
  const statement = nextName(reader);
  return reader.failed ? null : { portal, statement };
}

/** A Describe or a Close. */
export function decodeObjectName(bytes: Buffer, start: number, end: number): ObjectName | null {
  const reader = bodyOf(bytes, start, end);
  const kind = reader.byte();
  const name = nextName(reader);
  if (!reader.exact) return null;
  if (kind === STATEMENT) return { kind: 'statement', start: name.start, end: name.end };
  return kind === PORTAL ? { kind: 'portal', start: name.start, end: name.end } : null;
}

/** The portal of an Execute. */
export function decodeExecute(bytes: Buffer, start: number, end: number): NameSpan | null {
  const reader = bodyOf(bytes, start, end);
  const portal = nextName(reader);
  reader.skip(4);
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

function nextName(reader: ByteReader): NameSpan {
  const start = reader.at;
  return { start, end: reader.skipCstring() };
}
