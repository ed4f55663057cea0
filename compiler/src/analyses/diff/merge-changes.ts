/** Changes that are alike but for what they are about, as one: a policy for twenty tables is one thing to read. */
import { DIRECTIONS, type RawChange } from './change.ts';

export interface MergedChange {
  /** The first of them. */
  readonly change: RawChange;
  readonly subjects: readonly string[];
}

/** Those that widen first, then in the order in which they came. */
export function mergeChanges(changes: readonly RawChange[]): readonly MergedChange[] {
  const alike = [...Map.groupBy(changes, keyOf).values()];
  return alike
    .flatMap((same) => {
      const [change] = same;
      return change === undefined
        ? []
        : [{ change, subjects: [...new Set(same.map(({ subject }) => subject))] }];
    })
    .toSorted((a, b) => DIRECTIONS.indexOf(a.change.direction) - DIRECTIONS.indexOf(b.change.direction));
}

function keyOf({
  kind,
  direction,
  verb,
  before,
  after,
  callers,
  rulesBefore,
  rulesAfter,
}: RawChange): string {
  const rules = [rulesBefore, rulesAfter].map((side) => [...new Set(side.map(({ rule }) => rule))].sort());
  return JSON.stringify([kind, direction, verb, before, after, callers, rules]);
}
