/**
 * What tells a genuine value from other characters of the same form, as SQL for where the text is stored. Each validator stands in a
 * file of its own; the proxy has the same as functions (runtime/src/detect/validators.ts).
 */
import type { DetectorEntry } from '@dlpc/runtime/abi';

export interface Validator {
  readonly name: NonNullable<DetectorEntry['validator']>;
  /** One sentence for people: what it takes for genuine. */
  readonly doc: string;
  /** A condition over an expression of type `text`: never NULL for a text, and no error for any, as long as the text may be. */
  sql(match: string): string;
}
