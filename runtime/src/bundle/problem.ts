/** Why a bundle is refused. */

export type BundleProblemCode =
  | 'unreadable'
  | 'malformed-manifest'
  | 'unknown-format'
  | 'unknown-abi'
  | 'wrong-revision'
  | 'unsafe-path'
  | 'too-large'
  | 'missing-file'
  | 'unexpected-file'
  | 'wrong-content'
  | 'failing-matcher'
  | 'malformed-matcher';

export interface BundleProblem {
  readonly code: BundleProblemCode;
  /** One sentence without a full stop, paths and names in backticks. */
  readonly message: string;
}
