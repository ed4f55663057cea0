/** What a writer is shown of the rows that it wrote: of each column in RETURNING what it would be shown when it reads the row. */
import type { RelationEntry } from '../../../abi.ts';
import type { LiveRelation } from '../../../catalog/catalog.ts';
import type { Returned, ReturnedColumn, ReturnedStar } from '../../facts/facts.ts';
import type { Tree } from '../../parse/tree.ts';
import type { PolicySet } from '../decide.ts';
import { treatColumn } from '../treat.ts';

export interface ReturnedMask {
  readonly column: ReturnedColumn;
  /** SQL over the bare name of the column. */
  readonly mask: string;
}

export interface ExpandedStar {
  readonly star: ReturnedStar;
  /** In the order of the table, without columns that the policy does not know. */
  readonly shown: readonly { readonly name: string; readonly mask: string | null }[];
}

export interface ReturnedMasks {
  readonly clause: Tree;
  readonly columns: readonly ReturnedMask[];
  readonly stars: readonly ExpandedStar[];
}

/** Null where nothing of what is returned is hidden; `unknown` where a column is that the policy does not know. */
export function returnedMasks(
  { clause, columns, stars }: Returned,
  live: LiveRelation,
  entry: RelationEntry,
  hidden: ReadonlySet<string>,
  applicable: PolicySet,
): ReturnedMasks | 'unknown' | null {
  if (hidden.size === 0) return null;
  const masks = new Map(
    entry.columns.map((column): [string, string | null] => [
      column.name,
      treatColumn(column, applicable).sql,
    ]),
  );
  const masked: ReturnedMask[] = [];
  for (const column of columns.filter((returned) => hidden.has(returned.column))) {
    const mask = masks.get(column.column);
    if (mask == null) return 'unknown';
    masked.push({ column, mask });
  }
  const shown = live.columns.flatMap(({ name }) => {
    const mask = masks.get(name);
    return mask === undefined ? [] : [{ name, mask }];
  });
  if (masked.length === 0 && stars.length === 0) return null;
  return { clause, columns: masked, stars: stars.map((star) => ({ star, shown })) };
}
