/** The value of the setting from which keyed masks read their key (see `MASK_KEY_SETTING` in the ABI). */

/** Derives the setting's value from a key of at least 32 bytes. The result is as secret as the key. */
export function maskKeySetting(_key: Buffer): string {
  throw new Error('maskKeySetting is being written');
}
