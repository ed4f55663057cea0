/** One change to the text of a policy file that lets somebody do or see more, if anything. */
import type { Span } from '@dlpc/language';

export interface Mutation {
  /** What is taken out. */
  readonly span: Span;
  /** What takes its place. */
  readonly text: string;
  /** What was changed, as a clause: `the denial is dropped`. */
  readonly what: string;
  /** What a test would have to expect to notice it, as a clause. */
  readonly notice: string;
}
