/**
 * What a caller sees of one column. For each of its labels the applicable policy that reveals least is heard, or the fallback where none
 * speaks; then the label that reveals least wins. Pure.
 */
import { type ColumnEntry, REVEAL_RANK, type Treatment } from '../../abi.ts';
import type { PolicySet } from './decide.ts';

/** The treatment of a labelled column; null for a column without labels, which is shown as it is. */
export function treatColumn(column: ColumnEntry, applicable: PolicySet): Treatment | null {
  let least: Treatment | null = null;
  for (const label of column.labels) {
    let heard: Treatment | null = null;
    for (const rule of label.rules) {
      if (applicable.has(rule.policy)) heard = lesser(heard, rule.treatment);
    }
    least = lesser(least, heard ?? fallbackOf(column));
  }
  return least;
}

/** A matcher without a fallback for a labelled column is refused when it is loaded; this is the same rule once more. */
function fallbackOf(column: ColumnEntry): Treatment {
  return (
    column.fallback ?? { text: 'null', rank: REVEAL_RANK.nothing, sql: 'NULL', keyed: false, lookup: false }
  );
}

/** Of two equal ones the first stays: the compiler refuses policies in which that could make a difference. */
function lesser(a: Treatment | null, b: Treatment): Treatment {
  return a === null || b.rank < a.rank ? b : a;
}
