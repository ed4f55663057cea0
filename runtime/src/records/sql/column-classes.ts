/** What each column of an answer may hold, for those who look at its record. */
import type { StatementEvidence } from '../../pgwire/gate.ts';
import type { ColumnOrigin } from '../../pgwire/recorder.ts';

/**
 * - `p`: a stored column without a label, or nothing that comes from labelled relations.
 * - `m`: the mask of a column.
 * - `c`: computed by the statement, from masks among others.
 * - `r`: a labelled column that is revealed to the caller.
 */
export type ColumnClass = 'p' | 'm' | 'c' | 'r';

export interface DescribedColumns {
  readonly names: readonly string[];
  readonly classes: readonly ColumnClass[];
}

export function sameColumns(a: DescribedColumns | null, b: DescribedColumns): boolean {
  if (a === b) return true;
  return (
    a?.names.length === b.names.length &&
    a.names.every((name, at) => name === b.names[at] && a.classes[at] === b.classes[at])
  );
}

export function describeColumns(
  columns: readonly ColumnOrigin[],
  evidence: StatementEvidence | null,
  isUnlabelled: (relation: number, column: number) => boolean,
): DescribedColumns {
  const masked = new Set(evidence?.masks.map(({ column }) => column.slice(column.lastIndexOf('.') + 1)));
  const classes = columns.map(({ name, relation, column }): ColumnClass => {
    if (relation !== 0) return isUnlabelled(relation, column) ? 'p' : 'r';
    if (masked.has(name)) return 'm';
    return evidence === null || evidence.withholds || evidence.revealed.length > 0 ? 'c' : 'p';
  });
  return { names: columns.map(({ name }) => name), classes };
}
