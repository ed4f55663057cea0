/** Where names are looked for: a document as it is open, within a project as it was checked. */
import type { CheckResult } from '@dlpc/compiler';
import type { PolicyFile, SourceText } from '@dlpc/language';

export interface NameContext {
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
}
