/** What a rule is: one thing that can be wrong with a policy whose names are known. It sees the context and no other rule. */
import type { Diagnostic } from '@dlpc/language';
import type { CheckedProgram } from './checked-program.ts';
import type { CommandIndex } from './command-index.ts';
import type { CallerSpace } from './satisfy/caller-space.ts';

export interface RuleContext {
  readonly checked: CheckedProgram;
  /** Decides questions about who meets which conditions. */
  readonly callers: CallerSpace;
  /** Every command of the program, by what it speaks of. */
  readonly commands: CommandIndex;
  /** Milliseconds since 1970. */
  readonly now: number;
  report(diagnostic: Diagnostic): void;
}

/** A rule reports what it finds, in the order of the text; it never throws. */
export type Rule = (context: RuleContext) => void;
