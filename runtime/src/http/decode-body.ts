/** Undoes the content coding of an answer, within bounds: what unpacks to far more than it is, is not unpacked to its end. */
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** `identity`: as it is. Null for a coding that is not known, and for several. */
export function decoderOf(contentEncoding: string | null): Transform | 'identity' | null {
  const coding = (contentEncoding ?? '').trim().toLowerCase();
  if (coding === '' || coding === 'identity') return 'identity';
  return DECODERS[coding]?.() ?? null;
}

/** Decoded bytes from which on the ratio counts. */
const FREE_BYTES = 8 * 1024 * 1024;
/** No text that anybody reads is packed so well. */
const MOST_RATIO = 200;

export function isBomb(encoded: number, decoded: number): boolean {
  return decoded > FREE_BYTES && decoded > encoded * MOST_RATIO;
}
