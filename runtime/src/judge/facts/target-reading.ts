/**
 * By which names a write could read columns of its own target. A name in a subquery may mean a column of the target or of the subquery's own
 * relations; here it means the target's wherever it could.
 */
import { listOf, nodesWithin, stringOf, type TreeValue, unwrap } from '../parse/tree.ts';

export interface TargetReading {
  /** Whether all columns are read at once: `RETURNING *`, `t.*`. */
  readonly all: boolean;
  /** Names that stand alone: of a column, or of the target for its row as a whole. */
  readonly alone: ReadonlySet<string>;
  /** Names behind one of {@link rows}. */
  readonly qualified: ReadonlySet<string>;
  /** Names of the target's row: its own, and those of the row before and after a change (PostgreSQL 18, RETURNING). */
  readonly rows: ReadonlySet<string>;
}

/** `parts`: what sees the target, RETURNING apart, that is, no FROM, where names of the target mean nothing (PostgreSQL: analyze.c, transformUpdateStmt). */
export function targetReading(
  name: string,
  parts: readonly (TreeValue | undefined)[],
  returning: TreeValue | undefined,
): TargetReading {
  const rows = new Set([name, 'old', 'new']);
  const nodes = [...parts.flatMap((part) => [...nodesWithin(part)]), ...nodesWithin(returning)];
  for (const { kind, node } of nodes) if (kind === 'ReturningOption') rows.add(stringOf(node.value));
  let all = returnsStar(returning);
  const alone = new Set<string>();
  const qualified = new Set<string>();
  for (const { kind, node } of nodes) {
    if (kind !== 'ColumnRef') continue;
    const [last, relation] = listOf(node.fields)
      .toReversed()
      .map((field) => unwrap(field));
    const isStar = last?.kind === 'A_Star';
    if (relation === undefined) {
      // The `*` of a subquery is of its own FROM.
      if (!isStar) alone.add(stringOf(last?.node.sval));
    } else if (rows.has(stringOf(relation?.node.sval))) {
      if (isStar) all = true;
      else qualified.add(stringOf(last?.node.sval));
    }
  }
  return { all, alone, qualified, rows };
}

function returnsStar(returning: TreeValue | undefined): boolean {
  const exprs =
    typeof returning === 'object' && returning !== null && 'exprs' in returning ? returning.exprs : [];
  return listOf(exprs).some((item) => {
    const value = unwrap(unwrap(item)?.node.val);
    return value?.kind === 'ColumnRef' && unwrap(listOf(value.node.fields)[0])?.kind === 'A_Star';
  });
}
