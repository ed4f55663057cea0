/** The value of the setting from which keyed masks read their key (see `MASK_KEY_SETTING` in the ABI). */
import { createHash } from 'node:crypto';

/** Least bytes of a key: as many as the hash has. */
const MIN_MASK_KEY_BYTES = 32;

const BLOCK_BYTES = 64;

/** Derives the setting's value from a key of at least {@link MIN_MASK_KEY_BYTES}. The result is as secret as the key. */
export function maskKeySetting(key: Buffer): string {
  if (key.length < MIN_MASK_KEY_BYTES)
    throw new RangeError(`a mask key has at least ${MIN_MASK_KEY_BYTES} bytes`);
  const block = Buffer.alloc(BLOCK_BYTES);
  // RFC 2104: a key longer than a block is hashed first.
  (key.length > BLOCK_BYTES ? createHash('sha256').update(key).digest() : key).copy(block);
  return `${padded(block, 0x36)}:${padded(block, 0x5c)}`;
}

function padded(block: Buffer, pad: number): string {
  return Buffer.from(block.map((byte) => byte ^ pad)).toString('hex');
}
