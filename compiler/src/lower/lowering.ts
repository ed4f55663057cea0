/** What the parts of one source share while they are lowered. */
import type { Policy } from '../bind/program.ts';
import type { RuleTable } from './rule-table.ts';

export interface Lowering {
  readonly table: RuleTable;
  /** The number of a policy among those of the source. */
  readonly indexOf: (policy: Policy) => number;
}

/** By UTF-16 unit, not by locale: the order must be the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** For what the checks before have promised to be there. */
export function uncheckedError(what: string): Error {
  return new Error(`lowering needs a program without errors: ${what} is missing`);
}
