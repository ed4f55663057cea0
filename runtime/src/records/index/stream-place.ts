/**
 * How far a session's stream of answers has come: whether it stands between two answers, so that reading may begin there, or within one. Follows lengths and
 * types of messages alone, wherever they were cut; its state is data, and kept in the index between two looks at a journal.
 */
import { Backend, HEADER_BYTES } from '../../pgwire/codec/messages.ts';
import type { Json } from '../journal/format.ts';
import { numberOf, objectOf, textOf } from '../read/json-access.ts';

/** Messages that are part of an answer. */
const PARTS: ReadonlySet<number> = new Set([
  Backend.RowDescription,
  Backend.DataRow,
  Backend.CopyData,
  Backend.NoticeResponse,
]);
/** Messages that end one. */
const ENDS: ReadonlySet<number> = new Set([
  Backend.CommandComplete,
  Backend.EmptyQueryResponse,
  Backend.PortalSuspended,
  Backend.ErrorResponse,
]);
const LENGTH_BYTES = 4;

export class StreamPlace {
  /** Of a header that has not come whole. */
  #header: Buffer;
  /** Of the message that has begun, how many bytes are to come. */
  #remaining: number;
  #isEnd: boolean;
  /** Whether some of an answer has come, and its end has not. */
  #within: boolean;
  /** Answers that have ended, and of whose end no entry has told. */
  #untold: number;
  /** Whether a length was none: nothing behind it can be read. */
  #lost: boolean;

  /** @param state as {@link state} gave it; empty for a stream that begins */
  constructor(state: string) {
    const { header, remaining, isEnd, within, untold, lost } = objectOf(readJson(state));
    this.#header = Buffer.from(textOf(header), 'hex');
    this.#remaining = numberOf(remaining);
    this.#isEnd = isEnd === true;
    this.#within = within === true;
    this.#untold = numberOf(untold);
    this.#lost = lost === true;
  }

  get state(): string {
    return JSON.stringify({
      ...{ header: this.#header.toString('hex'), remaining: this.#remaining, isEnd: this.#isEnd },
      ...{ within: this.#within, untold: this.#untold, lost: this.#lost },
    });
  }

  /** Whether what comes next can be read without what came before. */
  get isBetween(): boolean {
    const isWhole = this.#header.length === 0 && this.#remaining === 0;
    return isWhole && !this.#within && this.#untold === 0 && !this.#lost;
  }

  /** What crossed with an entry, and of how many ends of answers the entry tells. */
  take(bytes: Buffer, told: number): void {
    for (let at = 0; at < bytes.length && !this.#lost; )
      at += this.#remaining > 0 ? this.#skip(bytes.length - at) : this.#begin(bytes.subarray(at));
    this.#untold = Math.max(0, this.#untold - told);
  }

  #skip(there: number): number {
    const skipped = Math.min(this.#remaining, there);
    this.#remaining -= skipped;
    if (this.#remaining === 0) this.#over();
    return skipped;
  }

  #begin(bytes: Buffer): number {
    const taken = bytes.subarray(0, HEADER_BYTES - this.#header.length);
    this.#header = Buffer.concat([this.#header, taken]);
    if (this.#header.length < HEADER_BYTES) return taken.length;
    const type = this.#header.readUInt8();
    this.#remaining = this.#header.readInt32BE(1) - LENGTH_BYTES;
    this.#header = Buffer.alloc(0);
    this.#isEnd = ENDS.has(type);
    if (PARTS.has(type)) this.#within = true;
    if (this.#remaining < 0) this.#lost = true;
    if (this.#remaining === 0) this.#over();
    return taken.length;
  }

  #over(): void {
    if (!this.#isEnd) return;
    this.#within = false;
    this.#untold += 1;
  }
}

function readJson(state: string): Json {
  return state === '' ? {} : (JSON.parse(state) as Json);
}
