import { createHash } from 'node:crypto';
import { maskKeySetting } from '@dlpc/runtime/masks/mask-key';
import { describe, expect, it } from 'vitest';

describe('maskKeySetting', () => {
  it('holds the two key blocks of an HMAC', () => {
    const key = Buffer.alloc(32, 0xff);
    expect(maskKeySetting(key)).toBe(
      `${'c9'.repeat(32)}${'36'.repeat(32)}:${'a3'.repeat(32)}${'5c'.repeat(32)}`,
    );
  });

  it('hashes a key that is longer than a block', () => {
    const key = Buffer.alloc(65, 1);
    expect(maskKeySetting(key)).toBe(maskKeySetting(createHash('sha256').update(key).digest()));
    expect(maskKeySetting(key)).not.toBe(maskKeySetting(key.subarray(0, 64)));
  });

  it('refuses a short key without showing it', () => {
    expect(() => maskKeySetting(Buffer.from('secret'))).toThrow(/^a mask key has at least 32 bytes$/);
  });
});
