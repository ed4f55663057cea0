/** What the compiler and the judge use of `node:crypto`: digests. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export interface Digest {
  update(data: string | Uint8Array): Digest;
  digest(encoding: 'hex'): string;
}

export function createHash(algorithm: string): Digest {
  if (algorithm !== 'sha256') throw new Error(`${algorithm} is not computed here`);
  const hash = sha256.create();
  const self: Digest = {
    update(data) {
      hash.update(typeof data === 'string' ? utf8ToBytes(data) : data);
      return self;
    },
    digest: () => bytesToHex(hash.digest()),
  };
  return self;
}
