/**
 * Reads answers of HTTP/1.1 from bytes, wherever they are cut (RFC 9112, sections 4 to 7): one state machine, without sockets and
 * without clocks. What is ambiguous, too long or out of place is a fault, after which nothing more is read.
 */
import { noFields, type ResponseFields, readFields, readHead } from './response-fields.ts';
import { readFraming } from './response-framing.ts';

export interface ResponseSink {
  /** Of the answer itself; those on the way (1xx) are left out. */
  head(status: number, fields: ResponseFields): void;
  /** A piece of the body, never empty. The bytes are lent for this call. */
  data(bytes: Buffer): void;
  /** `keepsAlive`: another request may follow on this connection. */
  end(trailers: ResponseFields, keepsAlive: boolean): void;
  /** Half a sentence, which holds nothing of what came. */
  fault(reason: string): void;
}

/** Bytes of a head with its lines' ends. */
export const MOST_HEAD_BYTES = 64 * 1024;
/** Of all fields behind one body. */
export const MOST_TRAILER_BYTES = 16 * 1024;
/** Of the line before a chunk. */
const MOST_CHUNK_LINE = 256;
/** Answers on the way to one. */
const MOST_INTERIM = 16;

/** Section 7.1: of extensions only plain ones, none of which anybody asked for. */
const CHUNK_LINE =
  /^([0-9A-Fa-f]{1,12})(?:;[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?:=[!#$%&'*+\-.^_`|~0-9A-Za-z]+)?)*$/;

// What comes next.
const NOTHING_MORE = 0;
const HEAD = 1;
const COUNTED = 2;
const UNTIL_CLOSE = 3;
const CHUNK_SIZE = 4;
const CHUNK = 5;
const CHUNK_END = 6;
const TRAILERS = 7;

const LINE_END = Buffer.from('\r\n');
const BLOCK_END = Buffer.from('\r\n\r\n');
const CR = 0x0d;
const LF = 0x0a;

export class ResponseReader {
  readonly #sink: ResponseSink;
  #state = NOTHING_MORE;
  #method = '';
  #interim = 0;
  #keepsAlive = false;
  /** Of a body or a chunk, bytes still to come. */
  #left = 0;
  /** The beginning of a block of lines of which the end has not come yet. */
  #held = Buffer.alloc(0);
  #heldBytes = 0;

  constructor(sink: ResponseSink) {
    this.#sink = sink;
  }

  /** A request was sent, whose answer comes next. None may be under way. */
  expect(method: string): void {
    this.#method = method;
    this.#interim = 0;
    this.#state = HEAD;
  }

  push(chunk: Buffer): void {
    // Nobody asked for it: a second answer behind the first, or before any question (section 6.3, last paragraph).
    if (this.#state === NOTHING_MORE) {
      this.#fault('it comes without a request');
      return;
    }
    const { length } = chunk;
    for (let at = 0; at < length; ) {
      switch (this.#state) {
        case HEAD:
          at = this.#block(chunk, at, BLOCK_END, MOST_HEAD_BYTES);
          break;
        case COUNTED:
        case CHUNK:
          at = this.#counted(chunk, at);
          break;
        case UNTIL_CLOSE:
          this.#sink.data(at === 0 ? chunk : chunk.subarray(at));
          return;
        case CHUNK_SIZE:
          at = this.#block(chunk, at, LINE_END, MOST_CHUNK_LINE);
          break;
        case CHUNK_END:
          at = this.#chunkEnd(chunk, at);
          break;
        case TRAILERS:
          at = this.#trailers(chunk, at);
          break;
        default:
          // The answer has ended, and something stands behind it: #over() saw it. Or there was a fault.
          return;
      }
    }
  }

  /** The connection will bring no more. */
  close(): void {
    if (this.#state === UNTIL_CLOSE) this.#over(noFields(), true);
    else if (this.#state !== NOTHING_MORE) this.#fault('it ends too early');
  }

  /** Nothing is to be read any more. */
  stop(): void {
    this.#state = NOTHING_MORE;
  }

  #fault(reason: string): void {
    this.#state = NOTHING_MORE;
    this.#sink.fault(reason);
  }

  /** Lines up to `end`, which are held until they are whole. Gives where what follows them begins. */
  #block(chunk: Buffer, at: number, end: Buffer, most: number): number {
    let bytes = chunk;
    let start = at;
    let from = at;
    let before = 0;
    if (this.#heldBytes > 0) {
      before = this.#heldBytes;
      this.#hold(chunk, at, Math.min(chunk.length, at + most - before + 1));
      bytes = this.#held.subarray(0, this.#heldBytes);
      start = 0;
      from = Math.max(0, before - end.length + 1);
    }
    const found = bytes.indexOf(end, from);
    if (found === -1 || found + end.length - start > most) {
      if (found !== -1 || bytes.length - start > most) this.#fault('its head is too long');
      else if (before === 0) this.#hold(chunk, at, chunk.length);
      return chunk.length;
    }
    const text = bytes.toString('latin1', start, found);
    const next = before === 0 ? found + end.length : at + found + end.length - before;
    this.#heldBytes = 0;
    if (this.#state === HEAD) this.#head(text, next === chunk.length);
    else if (this.#state === CHUNK_SIZE) this.#chunkLine(text);
    else this.#endTrailers(text, next === chunk.length);
    return next;
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    const needed = this.#heldBytes + end - start;
    if (needed > this.#held.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, 2 * this.#held.length, 512));
      this.#held.copy(grown, 0, 0, this.#heldBytes);
      this.#held = grown;
    }
    chunk.copy(this.#held, this.#heldBytes, start, end);
    this.#heldBytes = needed;
  }

  #head(text: string, isLast: boolean): void {
    const head = readHead(text);
    if (typeof head === 'string') {
      this.#fault(head);
      return;
    }
    const { status, fields } = head;
    const framing = readFraming(this.#method, head);
    if (typeof framing === 'string') {
      this.#fault(framing);
      return;
    }
    if (status < 200) {
      this.#interim += 1;
      // Nobody asked to go on, or to become another protocol (RFC 9110, sections 15.2.1 and 15.2.2).
      if (status <= 101) {
        this.#fault('it answers what was not asked');
        return;
      }
      if (!framing.keepsAlive || this.#interim > MOST_INTERIM)
        this.#fault('it says too much before it answers');
      return;
    }
    this.#keepsAlive = framing.keepsAlive;
    const { body } = framing;
    if (typeof body === 'number') {
      this.#left = body;
      this.#state = COUNTED;
    } else if (body === 'chunked') this.#state = CHUNK_SIZE;
    else if (body === 'close') this.#state = UNTIL_CLOSE;
    this.#sink.head(status, fields);
    if (body === 'none' && this.#state === HEAD) this.#over(noFields(), isLast);
  }

  #counted(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#left);
    this.#left -= end - at;
    this.#sink.data(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end));
    if (this.#left > 0) return end;
    if (this.#state === CHUNK) this.#state = CHUNK_END;
    else if (this.#state === COUNTED) this.#over(noFields(), end === chunk.length);
    return end;
  }

  #chunkLine(text: string): void {
    const size = CHUNK_LINE.exec(text)?.[1];
    if (size === undefined) {
      this.#fault('it has a chunk without a proper length');
      return;
    }
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? TRAILERS : CHUNK;
  }

  /** CR LF behind the bytes of a chunk. */
  #chunkEnd(chunk: Buffer, at: number): number {
    const isSecond = this.#heldBytes === 1;
    if (chunk[at] !== (isSecond ? LF : CR)) {
      this.#fault('it has a chunk that is longer than it says');
      return chunk.length;
    }
    this.#heldBytes = isSecond ? 0 : 1;
    if (isSecond) this.#state = CHUNK_SIZE;
    return at + 1;
  }

  /** An empty line, or fields and then one. */
  #trailers(chunk: Buffer, at: number): number {
    const none = this.#heldBytes;
    const byte = chunk[at];
    // The first line is empty where it begins with its end.
    if (none === 0 && byte === CR) {
      this.#hold(LINE_END, 0, 1);
      return at + 1;
    }
    if (none === 1 && this.#held[0] === CR) {
      this.#heldBytes = 0;
      if (byte === LF) this.#over(noFields(), at + 1 === chunk.length);
      else this.#fault('it has a bare CR');
      return at + 1;
    }
    return this.#block(chunk, at, BLOCK_END, MOST_TRAILER_BYTES);
  }

  #endTrailers(text: string, isLast: boolean): void {
    const trailers = readFields(text, 0);
    if (typeof trailers === 'string') this.#fault(trailers);
    else this.#over(trailers, isLast);
  }

  /** `isLast`: nothing stands behind it. */
  #over(trailers: ResponseFields, isLast: boolean): void {
    this.#state = NOTHING_MORE;
    this.#sink.end(trailers, this.#keepsAlive && isLast);
  }
}
