/** What the files for each family of expressions share, so that none of them imports another. */
import type { Expression } from '@dlpc/language';
import type { Identity } from '../../bind/program.ts';
import type { Report } from '../../bind/report.ts';
import type { Condition } from '../../ir/ir.ts';
import type { Operand } from './operand.ts';

export interface ConditionContext {
  readonly report: Report;
  /** Conditions of groups by name; null for one with a mistake of its own. */
  readonly groups: ReadonlyMap<string, Condition | null>;
  /** The identity whose claims can be read; null where there is none. */
  readonly identity: Identity | null;
  /** The operand that an expression is. One that may be absent is reported. With `wantsKind`, an unknown name was meant to be a kind of caller. */
  evaluate(expression: Expression, wantsKind: boolean): Operand;
  /** The same, and one that may be absent is taken as it is. */
  evaluateOptional(expression: Expression): Operand;
}
