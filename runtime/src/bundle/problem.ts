/** Why a bundle is refused: the codes, which logs and tests name, and the sentence for people. */

export type BundleProblemCode =
  /** The directory, or a file in it, cannot be read. */
  | 'unreadable'
  /** It must be signed, and nobody did. */
  | 'unsigned'
  /** `manifest.sig` is not what the compiler writes. */
  | 'malformed-signature'
  /** Signed with a key that is not trusted. */
  | 'unknown-key'
  /** The signature is not one of this manifest by the key that it names. */
  | 'wrong-signature'
  /** `manifest.json` is not what the compiler writes. */
  | 'malformed-manifest'
  /** Laid out for another release. */
  | 'unknown-format'
  /** Compiled for another release. */
  | 'unknown-abi'
  /** The manifest was changed after it was written. */
  | 'wrong-revision'
  /** A path leads out of the directory, or to something that is no plain file. */
  | 'unsafe-path'
  | 'too-large'
  | 'missing-file'
  /** A file that the manifest does not name. */
  | 'unexpected-file'
  /** A file is not the one that the manifest names. */
  | 'wrong-content'
  /** A matcher throws, or does not come to an end. */
  | 'failing-matcher'
  /** A matcher is not what the ABI says. */
  | 'malformed-matcher';

export interface BundleProblem {
  readonly code: BundleProblemCode;
  /** One sentence without a full stop, paths and names in backticks. */
  readonly message: string;
}

/** A value, or why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: BundleProblem };

/** The value of a step that went well. */
export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** The end of a load. */
export function refuse(code: BundleProblemCode, message: string): { ok: false; problem: BundleProblem } {
  return { ok: false, problem: { code, message } };
}
