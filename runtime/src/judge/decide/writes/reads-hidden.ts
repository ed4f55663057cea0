/**
 * Whether a write could read a column of its own target that its sender does not see. There no mask can stand: the target is written as it
 * is. So each name that may be one of the target's must be that of a column which is seen as it is stored.
 */
import type { LiveRelation } from '../../../catalog/catalog.ts';
import type { TargetReading } from '../../facts/target-reading.ts';

/** Where a row lies tells how long others are; and by which table it came, where it was put for its values. */
const SYSTEM_COLUMNS = ['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'];

export function readsHidden(
  { all, alone, qualified, rows }: TargetReading,
  live: LiveRelation,
  hidden: ReadonlySet<string>,
): boolean {
  if (hidden.size === 0) return false;
  const isHidden = (name: string) => hidden.has(name) || SYSTEM_COLUMNS.includes(name);
  const columns = new Set(live.columns.map(({ name }) => name));
  return (
    all ||
    [...alone].some((name) => isHidden(name) || rows.has(name)) ||
    // `t.f` is f(t) where `t` has no such column.
    [...qualified].some((name) => isHidden(name) || !columns.has(name))
  );
}
