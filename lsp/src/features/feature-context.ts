/**
 * What a feature is given: the project as it was checked last, and the document as it is open now. A feature is a pure function
 * from this to values of the protocol; it knows no connection and no file system.
 */
import type { CheckResult } from '@dlpc/compiler';
import type { PolicyFile, SourceText } from '@dlpc/language';

export interface FeatureContext {
  /**
   * The newest check that ended. It can be older than {@link source}: then its spans in this file point into the text that is in
   * `result.texts`, and what it knows of names is still what it knows.
   */
  readonly result: CheckResult;
  /** Of the document, as the compiler writes it. */
  readonly path: string;
  /** The text of the document as it is open. */
  readonly source: SourceText;
  /** The tree of {@link source}; the very one of `result.files` where the check is not older. */
  readonly ast: PolicyFile;
  /** Where the cursor stands in {@link source}, in UTF-16 units. */
  readonly offset: number;
  /** The text of any file that is open or was checked: policies and schemas. */
  readonly textOf: (path: string) => SourceText | null;
}
