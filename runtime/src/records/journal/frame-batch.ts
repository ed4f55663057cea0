/**
 * Entries on their way into a segment, as bytes: what is short is written into one buffer, which the next batch uses again, since
 * most entries are shorter than what it costs to hand them on one by one. Each frame follows the hash of the one before, so that what is hashed is one stretch of it.
 */
import { createHash, hash } from 'node:crypto';
import {
  FRAME_LENGTHS,
  HASH_BYTES,
  type JsonObject,
  MAX_BODY_BYTES,
  MAX_HEAD_BYTES,
  NO_HASH,
} from './format.ts';

const ARENA_BYTES = 64 * 1024;
/** A buffer that has grown larger is not kept. */
const MAX_KEPT_BYTES = 1024 * 1024;
/** A longer body is handed on as it came. */
const MAX_COPIED_BYTES = 64 * 1024;
/** UTF-8 takes no more of them for one UTF-16 unit. */
const MAX_BYTES_A_UNIT = 3;

export class FrameBatch {
  #arena = Buffer.allocUnsafeSlow(ARENA_BYTES);
  /** Where what is not in {@link #pieces} begins. */
  #from = 0;
  #at = 0;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #hash: Buffer = NO_HASH;

  /** Forgets what there is; `previous`: the hash that the first frame follows. The buffers that were taken must not be in use any more. */
  begin(previous: Buffer): void {
    this.#hash = previous;
    if (this.#arena.length > MAX_KEPT_BYTES) this.#arena = Buffer.allocUnsafeSlow(ARENA_BYTES);
    this.#pieces = [];
    this.#bytes = 0;
    this.#chain();
  }

  /** Of all frames. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of the last frame, or what the first one is to follow. */
  get hash(): Buffer {
    return this.#hash;
  }

  /** All frames, in as few buffers as may be. Good until the next {@link begin}. */
  buffers(): readonly Buffer[] {
    const rest = this.#arena.subarray(this.#from, this.#at);
    return rest.length === 0 ? this.#pieces : [...this.#pieces, rest];
  }

  /** @throws RangeError where the entry is longer than any reader takes */
  add(head: JsonObject, body: readonly Buffer[]): void {
    const text = JSON.stringify(head);
    let bodyBytes = 0;
    for (const { length } of body) bodyBytes += length;
    if (bodyBytes > MAX_BODY_BYTES) throw tooLong();
    const inArena = bodyBytes <= MAX_COPIED_BYTES;
    this.#reserve(
      FRAME_LENGTHS + text.length * MAX_BYTES_A_UNIT + (inArena ? bodyBytes : 0) + 2 * HASH_BYTES,
    );
    const start = this.#at;
    const headBytes = this.#arena.write(text, start + FRAME_LENGTHS);
    if (headBytes > MAX_HEAD_BYTES) throw tooLong();
    this.#arena.writeUInt32BE(headBytes, start);
    this.#arena.writeUInt32BE(bodyBytes, start + 4);
    this.#at = start + FRAME_LENGTHS + headBytes;
    this.#bytes += FRAME_LENGTHS + headBytes + bodyBytes + HASH_BYTES;
    // What it follows stands right before it.
    const chained = start - HASH_BYTES;
    if (inArena) {
      for (const part of body) this.#at += part.copy(this.#arena, this.#at);
      this.#end(hash('sha256', this.#arena.subarray(chained, this.#at), 'buffer'));
      return;
    }
    const digest = createHash('sha256').update(this.#arena.subarray(chained, this.#at));
    for (const part of body) digest.update(part);
    this.#pieces.push(this.#arena.subarray(this.#from, this.#at), ...body);
    this.#from = this.#at;
    this.#end(digest.digest());
  }

  #end(digest: Buffer): void {
    digest.copy(this.#arena, this.#at);
    this.#hash = digest;
    this.#at += HASH_BYTES;
  }

  /** So that as many bytes have room. */
  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#arena.length) return;
    if (this.#at > this.#from) this.#pieces.push(this.#arena.subarray(this.#from, this.#at));
    this.#arena = Buffer.allocUnsafeSlow(Math.max(2 * this.#arena.length, bytes + HASH_BYTES));
    this.#chain();
  }

  /** Puts the hash that the next frame follows before it, at the beginning of the arena; it is no part of what is written. */
  #chain(): void {
    this.#hash.copy(this.#arena, 0);
    this.#at = HASH_BYTES;
    this.#from = HASH_BYTES;
  }
}

function tooLong(): RangeError {
  return new RangeError('an entry is longer than any reader takes');
}
