/** Builds messages one after the other in one buffer, each with the length that it turns out to have. */
import { HEADER_BYTES } from './messages.ts';

export class ByteWriter {
  #bytes: Buffer;
  #at = 0;

  constructor(capacity = 256) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /** Writes one message of `type` whose body `write` gives. */
  message(type: number, write: (body: this) => void): this {
    this.#reserve(HEADER_BYTES);
    const start = this.#at;
    this.#bytes[start] = type;
    this.#at += HEADER_BYTES;
    write(this);
    this.#bytes.writeInt32BE(this.#at - start - 1, start + 1);
    return this;
  }

  /** Writes what has a length but no type: the first packet of a connection. */
  packet(write: (body: this) => void): this {
    this.#reserve(4);
    const start = this.#at;
    this.#at += 4;
    write(this);
    this.#bytes.writeInt32BE(this.#at - start, start);
    return this;
  }

  byte(value: number): this {
    this.#reserve(1);
    this.#bytes[this.#at] = value;
    this.#at += 1;
    return this;
  }

  int16(value: number): this {
    this.#reserve(2);
    this.#at = this.#bytes.writeInt16BE(value, this.#at);
    return this;
  }

  int32(value: number): this {
    this.#reserve(4);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
    return this;
  }

  bytes(value: Uint8Array): this {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
    return this;
  }

  /** UTF-8 and a NUL. A NUL inside would end the string early: {@link cleanText} removes it from what is not ours. */
  cstring(value: string): this {
    this.#reserve(Buffer.byteLength(value) + 1);
    this.#at += this.#bytes.write(value, this.#at);
    return this.byte(0);
  }

  /** What was written. The writer must not be used any more. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  #reserve(count: number): void {
    const needed = this.#at + count;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}

/** `text` without NUL, which no string of the protocol can hold. */
export function cleanText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u{fffd}') : text;
}
