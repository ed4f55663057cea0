/**
 * Cuts a stream of bytes into messages of protocol 3.0. Knows their type and length and nothing of what they mean.
 *
 * What may go on as it came is never copied: neighbouring messages that pass unchanged leave as one slice of the chunk
 * they arrived in, and a message that streams is not held until it is whole. Only a message that somebody must read
 * whole is collected, in memory that grows with what has really arrived, not with the length that was announced.
 */
import { HEADER_BYTES } from './messages.ts';

/**
 * What to do with a message whose header was seen. `whole`: collect it, then ask {@link FrameSink.message}. `stream`:
 * pass it on as it comes. `drop`: leave it out. `stop`: read no further.
 */
export type Reading = 'whole' | 'stream' | 'drop' | 'stop';

/**
 * What becomes of a collected message; bytes are passed on in its place. `wait`: nothing yet, nor of anything behind it;
 * it is asked for again at {@link Framer.resume}.
 */
export type Disposition = 'pass' | 'drop' | 'stop' | 'wait' | Buffer;

export interface FrameSink {
  /** Asked at each header, before any of the body is kept. `bodyBytes` is never negative. */
  begin(type: number, bodyBytes: number): Reading;
  /** A whole message: `bytes[start]` is its type, `bytes[end]` no longer belongs to it. `bytes` must not be kept. */
  message(type: number, bytes: Buffer, start: number, end: number): Disposition;
  /** Takes what goes on, in order. The slice may be kept, and must not be changed. */
  pass(bytes: Buffer): void;
  /** A length that no message can have; nothing after it can be read. */
  broken(type: number, length: number): void;
}

/** How much of a message is allocated at once while it arrives. */
const FIRST_ALLOCATION = 64 * 1024;

export class Framer {
  readonly #sink: FrameSink;
  /** A header of which the rest has not come yet. */
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerBytes = 0;
  /** Bytes still to come of a message that streams or is dropped. */
  #remaining = 0;
  #dropping = false;
  /** A message that is being collected. */
  #held: Buffer | null = null;
  #heldBytes = 0;
  #heldTotal = 0;
  #stopped = false;
  #waiting = false;
  /** What came behind a message that waits, itself included if it was not collected. */
  #backlog: Buffer[] = [];
  #backlogBytes = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** Whether the last bytes passed on were the beginning of a message, so that nothing else may be said now. */
  get midMessage(): boolean {
    return this.#remaining > 0 && !this.#dropping;
  }

  /** Whether nothing more will be read. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Ignores everything from here on. */
  stop(): void {
    this.#stopped = true;
  }

  /** Whether a message waits. Whoever pushes on meanwhile makes the framer hold what comes. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /** Bytes that are held for a message that waits, apart from what was collected of it. */
  get backlogBytes(): number {
    return this.#backlogBytes;
  }

  /** Takes the next bytes of the stream, however they are cut. */
  push(chunk: Buffer): void {
    if (this.#waiting) {
      this.#backlog.push(chunk);
      this.#backlogBytes += chunk.length;
    } else {
      this.#cut(chunk);
    }
  }

  /** Asks again about the message that waits, and goes on behind it. */
  resume(): void {
    if (!this.#waiting) return;
    this.#waiting = false;
    if (this.#held !== null && this.#heldBytes === this.#heldTotal) this.#complete();
    while (!this.#waiting && !this.#stopped) {
      const chunk = this.#backlog.shift();
      if (chunk === undefined) return;
      this.#backlogBytes -= chunk.length;
      this.#cut(chunk);
    }
  }

  #cut(chunk: Buffer): void {
    /** Where the bytes begin that pass unchanged and have not been handed on yet. */
    let run = 0;
    let at = 0;
    while (at < chunk.length && !this.#stopped && !this.#waiting) {
      if (this.#remaining > 0) {
        const next = at + Math.min(this.#remaining, chunk.length - at);
        this.#remaining -= next - at;
        if (this.#dropping) run = next;
        at = next;
        continue;
      }
      if (this.#held !== null) {
        at = this.#collect(this.#held, chunk, at);
        run = at;
        continue;
      }
      if (this.#headerBytes > 0 || chunk.length - at < HEADER_BYTES) {
        this.#passRun(chunk, run, at);
        at = this.#collectHeader(chunk, at);
        run = at;
        continue;
      }

      const type = chunk[at] ?? 0;
      const length = chunk.readInt32BE(at + 1);
      const reading = this.#open(type, length);
      const end = at + 1 + length;
      if (reading === 'stream') {
        at = Math.min(end, chunk.length);
        this.#await(end - at, false);
      } else if (reading === 'drop') {
        this.#passRun(chunk, run, at);
        at = Math.min(end, chunk.length);
        run = at;
        this.#await(end - at, true);
      } else if (reading === 'stop') {
        break;
      } else if (end > chunk.length) {
        this.#passRun(chunk, run, at);
        this.#hold(1 + length, chunk, at);
        at = chunk.length;
        run = at;
      } else {
        const disposition = this.#sink.message(type, chunk, at, end);
        if (disposition === 'wait') {
          this.#waiting = true;
          break;
        }
        if (disposition === 'stop') {
          this.#passRun(chunk, run, at);
          run = chunk.length;
          this.#stopped = true;
        } else if (disposition !== 'pass') {
          this.#passRun(chunk, run, at);
          run = end;
          if (disposition !== 'drop') this.#sink.pass(disposition);
        }
        at = end;
      }
    }
    this.#passRun(chunk, run, at);
    if (!this.#waiting || at === chunk.length) return;
    this.#backlog.unshift(chunk.subarray(at));
    this.#backlogBytes += chunk.length - at;
  }

  #passRun(chunk: Buffer, from: number, to: number): void {
    if (from < to) this.#sink.pass(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to));
  }

  /** The sink's answer to a header; stops on its word, and on a length that cannot be. */
  #open(type: number, length: number): Reading {
    if (length < 4) {
      this.#stopped = true;
      this.#sink.broken(type, length);
      return 'stop';
    }
    const reading = this.#sink.begin(type, length - 4);
    if (reading === 'stop') this.#stopped = true;
    return reading;
  }

  #await(bytes: number, dropping: boolean): void {
    this.#remaining = bytes;
    this.#dropping = dropping;
  }

  /** A header in several chunks: its bytes are copied together, then it is opened like any other. */
  #collectHeader(chunk: Buffer, at: number): number {
    const copied = chunk.copy(this.#header, this.#headerBytes, at);
    this.#headerBytes += copied;
    if (this.#headerBytes < HEADER_BYTES) return at + copied;

    this.#headerBytes = 0;
    const length = this.#header.readInt32BE(1);
    const reading = this.#open(this.#header[0] ?? 0, length);
    if (reading === 'stream') {
      this.#sink.pass(Buffer.from(this.#header));
      this.#await(length - 4, false);
    } else if (reading === 'drop') {
      this.#await(length - 4, true);
    } else if (reading === 'whole') {
      this.#hold(1 + length, this.#header, 0);
      if (length === 4) this.#complete();
    }
    return at + copied;
  }

  #hold(total: number, bytes: Buffer, from: number): void {
    const held = Buffer.allocUnsafe(Math.min(total, Math.max(FIRST_ALLOCATION, bytes.length - from)));
    this.#heldBytes = bytes.copy(held, 0, from);
    this.#heldTotal = total;
    this.#held = held;
  }

  #collect(held: Buffer, chunk: Buffer, at: number): number {
    const next = at + Math.min(this.#heldTotal - this.#heldBytes, chunk.length - at);
    const needed = this.#heldBytes + next - at;
    let room = held;
    if (needed > held.length) {
      room = Buffer.allocUnsafe(Math.min(this.#heldTotal, Math.max(needed, held.length * 2)));
      held.copy(room, 0, 0, this.#heldBytes);
      this.#held = room;
    }
    chunk.copy(room, this.#heldBytes, at, next);
    this.#heldBytes = needed;
    if (needed === this.#heldTotal) this.#complete();
    return next;
  }

  #complete(): void {
    const held = this.#held;
    if (held === null) return;
    const disposition = this.#sink.message(held[0] ?? 0, held, 0, this.#heldTotal);
    if (disposition === 'wait') {
      this.#waiting = true;
      return;
    }
    this.#held = null;
    if (disposition === 'stop') this.#stopped = true;
    else if (disposition === 'pass') this.#sink.pass(held.subarray(0, this.#heldTotal));
    else if (disposition !== 'drop') this.#sink.pass(disposition);
  }
}
