/** What the compiler, the judge and the masks use of `node:crypto`: digests and keyed digests by SHA-256. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

type Bytes = string | Uint8Array;

interface Computation {
  update(data: Uint8Array): unknown;
  digest(): Uint8Array;
}

export interface Digest {
  update(data: Bytes): Digest;
  digest(): Uint8Array;
  digest(encoding: 'hex'): string;
}

export function createHash(algorithm: string): Digest {
  return digestOf(sha256.create(), algorithm);
}

export function createHmac(algorithm: string, key: Bytes): Digest {
  return digestOf(hmac.create(sha256, bytes(key)), algorithm);
}

function digestOf(computation: Computation, algorithm: string): Digest {
  if (algorithm !== 'sha256') throw new Error(`${algorithm} is not computed here`);
  function digest(): Uint8Array;
  function digest(encoding: 'hex'): string;
  function digest(encoding?: 'hex'): Uint8Array | string {
    const result = computation.digest();
    return encoding === 'hex' ? bytesToHex(result) : result;
  }
  const self: Digest = {
    update(data) {
      computation.update(bytes(data));
      return self;
    },
    digest,
  };
  return self;
}

function bytes(data: Bytes): Uint8Array {
  return typeof data === 'string' ? utf8ToBytes(data) : data;
}
