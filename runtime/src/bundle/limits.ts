/** What a bundle may cost before it is known to be one. */

export interface BundleLimits {
  /** Bytes of the manifest. */
  readonly manifestBytes: number;
  /** Bytes of its signature. */
  readonly signatureBytes: number;
  /** Bytes of any other file. */
  readonly fileBytes: number;
  /** Bytes of all files together. */
  readonly totalBytes: number;
  /** Files beside the manifest and its signature. */
  readonly files: number;
  /** Milliseconds that a matcher may take to set itself up. */
  readonly matcherMilliseconds: number;
}

const MIB = 1024 * 1024;

export const BUNDLE_LIMITS: BundleLimits = {
  manifestBytes: 8 * MIB,
  signatureBytes: 1024,
  fileBytes: 64 * MIB,
  totalBytes: 256 * MIB,
  files: 20_000,
  matcherMilliseconds: 10_000,
};
