/**
 * What stands on record in place of a value that may be a labelled one: `#` and the first 64 bits of its HMAC-SHA-256, in hexadecimal. Equal
 * values have equal digests; without the key nobody can try values out.
 */
import { createHash, hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const DIGITS = 16;
const SHORT_BYTES = 256;

export class Digests {
  /** The key's block, and behind it what it is a digest of, where that is short. */
  readonly #inner = Buffer.alloc(BLOCK_BYTES + SHORT_BYTES);
  readonly #outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES);

  /** @param key at most 64 bytes (RFC 2104) */
  constructor(key: Buffer) {
    for (let at = 0; at < BLOCK_BYTES; at += 1) {
      const byte = key[at] ?? 0;
      this.#inner[at] = byte ^ 0x36;
      this.#outer[at] = byte ^ 0x5c;
    }
  }

  of(value: Uint8Array | string): string {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    this.#outer.write(this.#inside(bytes), BLOCK_BYTES, 'latin1');
    return `#${hash('sha256', this.#outer, 'hex').slice(0, DIGITS)}`;
  }

  /** By hand, and as text, a character a byte: the streaming interface takes three times as long for values as short as most are. */
  #inside(bytes: Uint8Array): string {
    if (bytes.length > SHORT_BYTES) {
      const key = this.#inner.subarray(0, BLOCK_BYTES);
      return createHash('sha256').update(key).update(bytes).digest('binary');
    }
    this.#inner.set(bytes, BLOCK_BYTES);
    return hash('sha256', this.#inner.subarray(0, BLOCK_BYTES + bytes.length), 'binary');
  }
}
