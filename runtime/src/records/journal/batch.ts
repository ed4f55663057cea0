/**
 * Entries on their way into a segment, as the bytes that they will be: whatever one turn of the event loop gathers is one stretch of memory, which is
 * hashed once and written once. Knows no file.
 */
import { hash } from 'node:crypto';
import type { Definition, JournalEntry } from './entry.ts';
import {
  BATCH_LENGTH,
  ENTRY_LENGTHS,
  FORMED,
  FULL_BATCH_BYTES,
  HASH_BYTES,
  isJsonList,
  type Json,
  type JsonObject,
  MAX_BODY_BYTES,
  MAX_HEAD_BYTES,
  OWN_KINDS,
  Tag,
} from './format.ts';

const FIRST_BYTES = 64 * 1024;
/** A buffer that has grown larger is not used again. */
const MAX_KEPT_BYTES = 1024 * 1024;
/** The hash of the batch before stands in front, so that what is hashed is one stretch. */
const START = HASH_BYTES + BATCH_LENGTH;
const MAX_LEB128 = 8;
/** UTF-8 takes no more of them for one UTF-16 unit. */
const MAX_BYTES_A_UNIT = 3;
/** Shorter texts are written here, which takes less time than to ask for it. */
const SHORT_TEXT = 24;

/** The numbers of what a segment has defined. */
export class Definitions {
  readonly #numbers = new WeakMap<Definition, number>();
  #last = 0;

  of(definition: Definition): number | undefined {
    return this.#numbers.get(definition);
  }

  add(definition: Definition): number {
    this.#last += 1;
    this.#numbers.set(definition, this.#last);
    return this.#last;
  }
}

export class Batch {
  #definitions: Definitions;
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #at = START;
  #entries = 0;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** Forgets what there is. */
  clear(definitions: Definitions): void {
    if (this.#bytes.length > MAX_KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.#definitions = definitions;
    this.#at = START;
    this.#entries = 0;
  }

  /** Of the segment that it is for. */
  get definitions(): Definitions {
    return this.#definitions;
  }

  get entries(): number {
    return this.#entries;
  }

  /** That will be written. */
  get length(): number {
    // The hash in front is not; the one behind it is.
    return this.#at;
  }

  get isFull(): boolean {
    return this.#at >= FULL_BATCH_BYTES;
  }

  /** @param at milliseconds since 1970 @throws RangeError where the entry is longer than any reader takes */
  add(entry: JournalEntry, at: number): void {
    const { about = [], body = [] } = entry;
    // Before the entry, not in the middle of it.
    const numbers = about.map((definition) => this.#define(definition, at));
    if (entry.form === undefined) {
      const named = about.map(({ what }, index) => [what, numbers[index] ?? 0] as const);
      this.#json({ kind: entry.kind, at, ...Object.fromEntries(named), ...entry.data }, body);
      return;
    }
    const form = this.#define(entry.form, at);
    const start = this.#begin();
    this.#bytes[this.#at++] = FORMED;
    this.#leb128(form);
    this.#at = this.#bytes.writeDoubleBE(at, this.#at);
    this.#reserve((about.length + 1) * MAX_LEB128);
    this.#leb128(numbers.length);
    for (const number of numbers) this.#leb128(number);
    for (const value of entry.values) this.#value(value);
    this.#end(start, body);
  }

  /** What is to be written, good until the batch is cleared, and the hash that the next batch follows. `previous`: the one that this follows. */
  seal(previous: Buffer): { readonly bytes: Buffer; readonly hash: Buffer } {
    const end = this.#at;
    previous.copy(this.#bytes, 0);
    this.#bytes.writeUInt32BE(end - START, HASH_BYTES);
    // As text, a character a byte: a buffer of its own takes twice the time of the hash.
    const digest = hash('sha256', this.#bytes.subarray(0, end), 'binary');
    this.#reserve(HASH_BYTES);
    this.#bytes.write(digest, end, 'latin1');
    return {
      bytes: this.#bytes.subarray(HASH_BYTES, end + HASH_BYTES),
      hash: Buffer.from(digest, 'latin1'),
    };
  }

  #define(definition: Definition, at: number): number {
    const known = this.#definitions.of(definition);
    if (known !== undefined) return known;
    const number = this.#definitions.add(definition);
    this.#json({ kind: OWN_KINDS.define, at, what: definition.what, number, ...definition.describe() }, []);
    return number;
  }

  #json(head: JsonObject, body: readonly Buffer[]): void {
    const start = this.#begin();
    const text = JSON.stringify(head);
    this.#reserve(text.length * MAX_BYTES_A_UNIT);
    this.#at += this.#bytes.write(text, this.#at);
    this.#end(start, body);
  }

  #begin(): number {
    this.#reserve(ENTRY_LENGTHS + 1 + MAX_LEB128 + 8);
    const start = this.#at;
    this.#at += ENTRY_LENGTHS;
    return start;
  }

  #end(start: number, body: readonly Buffer[]): void {
    const headBytes = this.#at - start - ENTRY_LENGTHS;
    let bodyBytes = 0;
    for (const { length } of body) bodyBytes += length;
    if (headBytes > MAX_HEAD_BYTES || bodyBytes > MAX_BODY_BYTES) {
      this.#at = start;
      throw new RangeError('an entry is longer than any reader takes');
    }
    this.#reserve(bodyBytes);
    for (const part of body) {
      this.#bytes.set(part, this.#at);
      this.#at += part.length;
    }
    const bytes = this.#bytes;
    bytes.writeUInt32BE(headBytes, start);
    bytes.writeUInt32BE(bodyBytes, start + 4);
    this.#entries += 1;
  }

  #value(value: Json | undefined): void {
    this.#reserve(1 + MAX_LEB128);
    switch (typeof value) {
      case 'number':
        if (Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)) {
          this.#bytes[this.#at++] = Tag.integer;
          this.#leb128(value);
        } else {
          this.#bytes[this.#at++] = Tag.number;
          this.#at = this.#bytes.writeDoubleBE(value, this.#at);
        }
        return;
      case 'string':
        this.#bytes[this.#at++] = Tag.text;
        this.#text(value);
        return;
      case 'object':
        if (value === null) this.#bytes[this.#at++] = Tag.null;
        else if (isJsonList(value)) {
          this.#bytes[this.#at++] = Tag.list;
          this.#leb128(value.length);
          for (const item of value) this.#value(item);
        } else {
          const names = Object.keys(value);
          this.#bytes[this.#at++] = Tag.object;
          this.#leb128(names.length);
          for (const name of names) {
            this.#text(name);
            this.#value(value[name]);
          }
        }
        return;
      case 'boolean':
        this.#bytes[this.#at++] = value ? Tag.true : Tag.false;
        return;
      default:
        this.#bytes[this.#at++] = Tag.absent;
    }
  }

  #text(text: string): void {
    const { length } = text;
    this.#reserve(MAX_LEB128 + length * MAX_BYTES_A_UNIT);
    const bytes = this.#bytes;
    if (length <= SHORT_TEXT) {
      const start = this.#at + 1;
      let at = 0;
      for (; at < length; at += 1) {
        const unit = text.charCodeAt(at);
        if (unit > 0x7f) break;
        bytes[start + at] = unit;
      }
      if (at === length) {
        bytes[start - 1] = length;
        this.#at = start + length;
        return;
      }
    }
    this.#leb128(Buffer.byteLength(text));
    this.#at += bytes.write(text, this.#at);
  }

  #leb128(number: number): void {
    let rest = number;
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#at++] = rest;
  }

  /** So that as many bytes have room. */
  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, needed + HASH_BYTES));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
