/** Reads one batch of entries from bytes, in either format. What stands there was written by whoever could write there: nothing is believed. */
import { hash as hashOf } from 'node:crypto';
import {
  BATCH_LENGTH,
  ENTRY_LENGTHS,
  HASH_BYTES,
  type JsonObject,
  MAX_BATCH_BYTES,
  MAX_BODY_BYTES,
  MAX_HEAD_BYTES,
} from './format.ts';
import { type HeadReader, readJsonHead } from './read-head.ts';

export interface ReadEntry {
  /** Of its first byte in the segment. */
  readonly offset: number;
  /** Of the first byte of its batch, and of the first behind it. */
  readonly batch: number;
  readonly end: number;
  readonly head: JsonObject;
  /** A view. */
  readonly body: Buffer;
  /** Of its batch; a view, too. */
  readonly hash: Buffer;
}

interface WholeBatch {
  readonly kind: 'batch';
  readonly entries: readonly ReadEntry[];
  readonly end: number;
  readonly hash: Buffer;
}

/** A batch that follows the one before it. Its entries, which nobody has looked at, begin at `from` and end at `to`. */
interface ChainedBatch {
  readonly kind: 'chained';
  readonly from: number;
  readonly to: number;
  readonly end: number;
  readonly hash: Buffer;
}

type NoBatch =
  | { readonly kind: 'end' }
  /** The bytes that there are could be the beginning of a batch. */
  | { readonly kind: 'torn' }
  /** A clause. */
  | { readonly kind: 'broken'; readonly reason: string };

export type BatchReading = WholeBatch | NoBatch;

/** The batch that begins at `offset` and follows the one with the hash `previous`. Never throws. */
export function readBatch(
  segment: Buffer,
  offset: number,
  previous: Buffer,
  heads: HeadReader,
): BatchReading {
  const chained = readChain(segment, offset, previous);
  if (chained.kind !== 'chained') return chained;
  const { from, to, end, hash } = chained;
  const entries: ReadEntry[] = [];
  for (let at = from; at < to; ) {
    const entry = readEntry(segment.subarray(at, to), (bytes) => heads.read(bytes));
    if (entry === null) return broken('holds something that is no entry');
    entries.push({ offset: at, batch: offset, end, hash, head: entry.head, body: entry.body });
    at += entry.bytes;
  }
  return { kind: 'batch', entries, end, hash };
}

/** The same, without a look at its entries. */
export function readChain(segment: Buffer, offset: number, previous: Buffer): ChainedBatch | NoBatch {
  if (offset === segment.length) return { kind: 'end' };
  if (offset + BATCH_LENGTH > segment.length) return { kind: 'torn' };
  const length = segment.readUInt32BE(offset);
  if (length === 0) return nothing(segment.subarray(offset));
  if (length > MAX_BATCH_BYTES) return broken('is longer than any entry');
  const from = offset + BATCH_LENGTH;
  const to = from + length;
  const hash = chainedHash(segment, offset, to, previous);
  return Buffer.isBuffer(hash) ? { kind: 'chained', from, to, end: to + HASH_BYTES, hash } : hash;
}

/** Of format 1, where each entry is a batch. */
export function readSingle(segment: Buffer, offset: number, previous: Buffer): BatchReading {
  if (offset === segment.length) return { kind: 'end' };
  if (offset + ENTRY_LENGTHS > segment.length) return { kind: 'torn' };
  const headBytes = segment.readUInt32BE(offset);
  const bodyBytes = segment.readUInt32BE(offset + 4);
  if (headBytes === 0) return nothing(segment.subarray(offset));
  if (headBytes > MAX_HEAD_BYTES || bodyBytes > MAX_BODY_BYTES) return broken('is longer than any entry');
  const behind = offset + ENTRY_LENGTHS + headBytes + bodyBytes;
  const chained = chainedHash(segment, offset, behind, previous);
  if (!Buffer.isBuffer(chained)) return chained;
  const entry = readEntry(segment.subarray(offset, behind), readJsonHead);
  if (entry === null) return broken('has a head that is no JSON object');
  const end = behind + HASH_BYTES;
  const { head, body } = entry;
  return {
    kind: 'batch',
    entries: [{ offset, batch: offset, end, hash: chained, head, body }],
    end,
    hash: chained,
  };
}

/** The hash that stands at `to`, where it is that of what stands before it. */
function chainedHash(segment: Buffer, from: number, to: number, previous: Buffer): Buffer | NoBatch {
  if (to + HASH_BYTES > segment.length) return { kind: 'torn' };
  // It stands right before what follows it, but for the first: what is hashed is one stretch.
  const before = segment.subarray(Math.max(0, from - HASH_BYTES), from);
  const stretch = before.equals(previous)
    ? segment.subarray(from - HASH_BYTES, to)
    : Buffer.concat([previous, segment.subarray(from, to)]);
  const stored = segment.subarray(to, to + HASH_BYTES);
  return hashOf('sha256', stretch, 'binary') === stored.toString('latin1')
    ? stored
    : broken('is not what was written there, or does not follow the one before');
}

/** The entry at the beginning of `bytes`. */
function readEntry(
  bytes: Buffer,
  readHead: (bytes: Buffer) => JsonObject | null,
): { readonly head: JsonObject; readonly body: Buffer; readonly bytes: number } | null {
  if (bytes.length < ENTRY_LENGTHS) return null;
  const bodyAt = ENTRY_LENGTHS + bytes.readUInt32BE(0);
  const end = bodyAt + bytes.readUInt32BE(4);
  if (end > bytes.length) return null;
  const head = readHead(bytes.subarray(ENTRY_LENGTHS, bodyAt));
  return head === null ? null : { head, body: bytes.subarray(bodyAt, end), bytes: end };
}

/** Zeros are what a file system leaves of bytes that it never got, and what is set aside for those to come. */
function nothing(rest: Buffer): NoBatch {
  return rest.every((byte) => byte === 0) ? { kind: 'torn' } : broken('has no head');
}

function broken(reason: string): NoBatch {
  return { kind: 'broken', reason };
}
