/**
 * Settings that a client may change for its session, with the values that it may give them. What stands here changes
 * how values are written and how long things may take, never what is read, how the text of a statement is
 * understood, or by which plan it runs.
 */
import { type ValueCheck } from './values.ts';
export interface SettableSetting {
  readonly accepts: ValueCheck;
  /** For denials and the documentation: the values, after `it may be set to `. */
  readonly values: string;
  /** Why it is harmless, in one sentence. */
  readonly reason: string;
}
/** By name in lower case. */
export declare const settableSettings: ReadonlyMap<string, SettableSetting>;
//# sourceMappingURL=settable.d.ts.map
