/**
 * What a feature is given: the project as it was checked last, and the document as it is open now. A feature is a pure function
 * from this to values of the protocol; it knows no connection and no file system.
 */
import type { SourceText } from '@dlpc/language';
import type { NameContext } from '../symbols/name-context.ts';

export interface FeatureContext extends NameContext {
  /** The text of any file that is open or was checked: policies and schemas. */
  readonly textOf: (path: string) => SourceText | null;
}
