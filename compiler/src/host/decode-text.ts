/** Bytes to text, strictly. */
import type { ReadFailure, ReadResult } from './host.ts';

const MIB = 1024 * 1024;

/** Reads `bytes` as UTF-8, without a byte order mark; what is no UTF-8 is not guessed at. */
export function decodeText(bytes: Uint8Array): ReadResult {
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, failure: { kind: 'not-text', reason: 'it is not UTF-8 text' } };
  }
}

/** A failure for a file of more bytes than the reader is ready for. */
export function tooLarge(maxBytes: number): { readonly ok: false; readonly failure: ReadFailure } {
  const bound = maxBytes < MIB ? `${maxBytes} bytes` : `${maxBytes / MIB} MiB`;
  return { ok: false, failure: { kind: 'too-large', reason: `it is larger than ${bound}` } };
}
