/** Reads one entry from bytes: lengths, a head of JSON, a body as it came, and the hash that chains it to the entry before. */
import { createHash } from 'node:crypto';
import { FRAME_LENGTHS, HASH_BYTES, type JsonObject, MAX_BODY_BYTES, MAX_HEAD_BYTES } from './format.ts';

export interface ReadFrame {
  /** Of its first byte in the segment. */
  readonly offset: number;
  /** Of the first byte behind it. */
  readonly end: number;
  readonly head: JsonObject;
  /** A view. */
  readonly body: Buffer;
  readonly hash: Buffer;
}

export type FrameReading =
  | { readonly kind: 'frame'; readonly frame: ReadFrame }
  | { readonly kind: 'end' }
  /** The bytes that there are could be the beginning of an entry. */
  | { readonly kind: 'torn' }
  /** A clause. */
  | { readonly kind: 'broken'; readonly reason: string };

/** The entry that begins at `offset` and follows the one with the hash `previous`. Never throws. */
export function readFrame(segment: Buffer, offset: number, previous: Buffer): FrameReading {
  if (offset === segment.length) return { kind: 'end' };
  if (offset + FRAME_LENGTHS > segment.length) return { kind: 'torn' };
  const headBytes = segment.readUInt32BE(offset);
  const bodyBytes = segment.readUInt32BE(offset + 4);
  // What a file system leaves of bytes that it never got.
  if (headBytes === 0) {
    const rest = segment.subarray(offset);
    return rest.every((byte) => byte === 0) ? { kind: 'torn' } : broken('has no head');
  }
  if (headBytes > MAX_HEAD_BYTES || bodyBytes > MAX_BODY_BYTES) return broken('is longer than any entry');
  const bodyAt = offset + FRAME_LENGTHS + headBytes;
  const hashAt = bodyAt + bodyBytes;
  const end = hashAt + HASH_BYTES;
  if (end > segment.length) return { kind: 'torn' };
  const hash = createHash('sha256').update(previous).update(segment.subarray(offset, hashAt)).digest();
  if (!hash.equals(segment.subarray(hashAt, end)))
    return broken('is not what was written there, or does not follow the one before');
  const head = readHead(segment.subarray(offset + FRAME_LENGTHS, bodyAt));
  if (head === null) return broken('has a head that is no JSON object');
  return { kind: 'frame', frame: { offset, end, head, body: segment.subarray(bodyAt, hashAt), hash } };
}

function readHead(bytes: Buffer): JsonObject | null {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What JSON.parse gives holds nothing but JSON. */
function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(reason: string): FrameReading {
  return { kind: 'broken', reason };
}
