/**
 * The decision: pure and tiny. No clock, no reading, no logging; deny is what is left.
 */
import type { Action, RelationEntry } from '../../abi.ts';
/** Indexes of the policies that apply to a caller. */
export type PolicySet = ReadonlySet<number>;
export interface CommandDecision {
  readonly effect: 'allow' | 'deny';
  /** The rule that decided; null where none speaks of it, which denies. */
  readonly rule: number | null;
}
/** `deny` over `allow` over nothing, whatever the order of policies and rules. */
export declare function decideCommand(
  relation: RelationEntry,
  action: Action,
  applicable: PolicySet,
): CommandDecision;
//# sourceMappingURL=decide.d.ts.map
