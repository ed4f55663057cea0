/** Reads what the proxy has to know of a server's messages, errors apart; null where one is not what its type says. */
import { ByteReader } from './byte-reader.ts';
import { HEADER_BYTES, type TransactionStatus } from './messages.ts';

export function decodeParameterStatus(
  bytes: Buffer,
  start: number,
  end: number,
): { readonly name: string; readonly value: string } | null {
  const reader = bodyOf(bytes, start, end);
  const name = reader.cstring().toString('utf8');
  const value = reader.cstring().toString('utf8');
  return reader.exact ? { name, value } : null;
}

export function decodeReadyForQuery(bytes: Buffer, start: number, end: number): TransactionStatus | null {
  return end - start === HEADER_BYTES + 1 ? (STATUS[bytes[start + HEADER_BYTES] ?? 0] ?? null) : null;
}

/** By the byte. */
const STATUS: readonly (TransactionStatus | undefined)[] = Array.from({ length: 256 }, (_, byte) =>
  (['I', 'T', 'E'] as const).find((status) => status.charCodeAt(0) === byte),
);

/** The tag of a CommandComplete. */
export function decodeCommandTag(bytes: Buffer, start: number, end: number): string | null {
  const reader = bodyOf(bytes, start, end);
  const tag = reader.cstring();
  return reader.exact ? tag.toString('latin1') : null;
}

export interface AuthenticationMessage {
  readonly code: number;
  /** What follows the code. */
  readonly data: Buffer;
}

export function decodeAuthentication(
  bytes: Buffer,
  start: number,
  end: number,
): AuthenticationMessage | null {
  const reader = bodyOf(bytes, start, end);
  const code = reader.int32();
  const data = reader.rest();
  return reader.failed ? null : { code, data };
}

/** The mechanisms that an AuthenticationSASL offers. */
export function decodeSaslMechanisms(data: Buffer): readonly string[] | null {
  const reader = new ByteReader(data, 0, data.length);
  const mechanisms: string[] = [];
  for (;;) {
    const name = reader.cstring().toString('latin1');
    if (reader.failed) return null;
    if (name === '') return reader.exact ? mechanisms : null;
    mechanisms.push(name);
  }
}

export interface BackendKey {
  readonly processId: number;
  readonly secret: Buffer;
}

export function decodeBackendKeyData(bytes: Buffer, start: number, end: number): BackendKey | null {
  const reader = bodyOf(bytes, start, end);
  const processId = reader.int32();
  // A session keeps it: not as part of a larger piece of memory, which it would keep too.
  const rest = reader.rest();
  const secret = Buffer.alloc(rest.length);
  secret.set(rest);
  return reader.failed || secret.length === 0 ? null : { processId, secret };
}

/** What a column is called, and where a plain one comes from; both numbers are 0 for an expression. */
export interface FieldOrigin {
  readonly name: string;
  readonly relation: number;
  readonly column: number;
}

/** The origins of the fields of a RowDescription. */
export function decodeFieldOrigins(bytes: Buffer, start: number, end: number): readonly FieldOrigin[] | null {
  const reader = bodyOf(bytes, start, end);
  const count = reader.int16();
  const origins: FieldOrigin[] = [];
  for (let field = 0; field < count && !reader.failed; field += 1) {
    const name = reader.cstring().toString('utf8');
    // An object identifier is unsigned.
    origins.push({ name, relation: reader.int32() >>> 0, column: reader.int16() });
    // Type, its length and modifier, and the format.
    reader.bytes(4 + 2 + 4 + 2);
  }
  return reader.exact ? origins : null;
}

/** The values of a DataRow as text; NULL is null. For the proxy's own queries: rows of clients are not looked into. */
export function decodeDataRow(bytes: Buffer, start: number, end: number): readonly (string | null)[] | null {
  const reader = bodyOf(bytes, start, end);
  const count = reader.int16();
  const values: (string | null)[] = [];
  for (let column = 0; column < count && !reader.failed; column += 1) {
    const length = reader.int32();
    values.push(length === -1 ? null : reader.bytes(length).toString('utf8'));
  }
  return reader.exact ? values : null;
}

function bodyOf(bytes: Buffer, start: number, end: number): ByteReader {
  return new ByteReader(bytes, start + HEADER_BYTES, end);
}
