/**
 * What goes to one socket. Collects what one chunk leads to, so that it leaves in one system call; and holds it back, in order, until
 * its record is kept.
 */
import type { Socket } from 'node:net';
import type { Go } from '../recorder.ts';

/**
 * Several pieces up to this size together are copied into one, which costs less than to hand each to the socket. Larger ones
 * are handed over one by one, and still leave together.
 */
const COPIED_BYTES = 16 * 1024;

/** Asks whether bytes may go on; answers come in the order of the questions. */
export type Keep = (bytes: readonly Buffer[], go: Go) => void;

export interface OutboxOptions {
  /** Whether what is added is only good until the next {@link Outbox.flush} is over: then it is copied. */
  readonly lent: boolean;
  /** Null where nothing has to be kept. */
  readonly keep: Keep | null;
  /** Whether what was added last is the beginning of a message. */
  readonly midMessage: () => boolean;
  /** Something that was held has gone. */
  readonly onGone: () => void;
  /** Something must not go on: nothing does any more. */
  readonly onLost: () => void;
}

export class Outbox {
  readonly #socket: Socket;
  readonly #options: OutboxOptions;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #held = 0;
  #heldBytes = 0;
  #lost = false;
  #midMessage = false;
  #settled: PromiseWithResolvers<void> | null = null;

  constructor(socket: Socket, options: OutboxOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  /** Bytes that wait for their record. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Whether what the socket got last is the beginning of a message. */
  get midMessage(): boolean {
    return this.#midMessage;
  }

  /** Null where nothing is held; else resolves when nothing is, or never will go on. */
  get settled(): Promise<void> | null {
    if (this.#held === 0 || this.#lost) return null;
    this.#settled ??= Promise.withResolvers();
    return this.#settled.promise;
  }

  readonly add = (bytes: Buffer): void => {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  };

  flush(): void {
    const pieces = this.#waiting;
    if (pieces.length === 0) return;
    const length = this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    const { keep, midMessage, lent } = this.#options;
    const unfinished = midMessage();
    const isOne = lent || (pieces.length > 1 && length <= COPIED_BYTES);
    const bytes = isOne ? [joined(pieces, length)] : pieces;
    if (keep === null) {
      this.#write(bytes, unfinished);
      return;
    }
    this.#held += 1;
    this.#heldBytes += length;
    let later = false;
    keep(bytes, (ok) => {
      this.#held -= 1;
      this.#heldBytes -= length;
      if (this.#lost) return;
      if (ok) this.#write(bytes, unfinished);
      else this.#lost = true;
      if (this.#lost || this.#held === 0) this.#settled?.resolve();
      if (this.#lost) this.#options.onLost();
      else if (later) this.#options.onGone();
    });
    later = true;
  }

  #write(bytes: readonly Buffer[], unfinished: boolean): void {
    this.#midMessage = unfinished;
    const socket = this.#socket;
    if (!socket.writable) return;
    const [first] = bytes;
    if (bytes.length === 1 && first !== undefined) {
      socket.write(first);
      return;
    }
    socket.cork();
    for (const part of bytes) socket.write(part);
    socket.uncork();
  }
}

/** A copy of all in their order. */
function joined(pieces: readonly Buffer[], length: number): Buffer {
  const copy = Buffer.allocUnsafe(length);
  let at = 0;
  for (const piece of pieces) {
    copy.set(piece, at);
    at += piece.length;
  }
  return copy;
}
