/** Puts masks into RETURNING: in the place of a column that its reader sees masked, and of each `*`, all columns of which some are. */
import type { ReturnedMask, ReturnedMasks } from '../decide/writes/returned-masks.ts';
import type { Token } from '../parse/sql-parser.ts';
import { isTree, listOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { nameParts } from './name-span.ts';
import { quoteIdentifier } from './quote.ts';
import type { Splice } from './splice.ts';
import type { SubqueryTrees } from './subquery-trees.ts';

export interface ReturnedChange {
  readonly splice: Splice;
  readonly node: Tree;
  readonly becomes: Tree;
}

/** Null where the text cannot be changed so. */
export function maskReturned(
  { clause, columns, stars }: ReturnedMasks,
  tokens: readonly Token[],
  subqueries: SubqueryTrees,
): { readonly changes: readonly ReturnedChange[]; readonly texts: readonly Splice[] } | null {
  const changes: ReturnedChange[] = [];
  for (const { column, mask } of columns) {
    const end = nameParts(tokens, column.location, column.parts)?.at(-1)?.end;
    const text = maskedValue(column.row, column.column, mask);
    const [becomes] = itemsOf(text, subqueries) ?? [];
    const value = unwrap(becomes)?.node.val;
    if (end === undefined || !isTree(value)) return null;
    changes.push({ splice: { start: column.location, end, text }, node: column.wrapper, becomes: value });
  }
  if (stars.length === 0) return { changes, texts: [] };
  const expanded = new Map<Tree, readonly Tree[]>();
  const texts: Splice[] = [];
  for (const { star, shown } of stars) {
    const end = nameParts(tokens, star.location, star.parts)?.at(-1)?.end;
    const text = shown
      .map(({ name, mask }) =>
        mask === null
          ? `${quoteIdentifier(star.row)}.${quoteIdentifier(name)}`
          : maskedValue(star.row, name, mask),
      )
      .join(', ');
    const items = itemsOf(text, subqueries);
    if (end === undefined || items === null) return null;
    expanded.set(star.item, items);
    texts.push({ start: star.location, end, text });
  }
  const exprs: TreeValue[] = [];
  for (const item of listOf(clause.exprs)) exprs.push(...((isTree(item) && expanded.get(item)) || [item]));
  const [splice, ...more] = texts;
  if (splice === undefined) return null;
  return { changes: [...changes, { splice, node: clause, becomes: { ...clause, exprs } }], texts: more };
}

/** Named as the column, wherever it stands (PostgreSQL: parse_target.c, FigureColnameInternal). */
function maskedValue(row: string, name: string, mask: ReturnedMask['mask']): string {
  const column = quoteIdentifier(name);
  return `(SELECT ${mask} AS ${column} FROM (SELECT ${quoteIdentifier(row)}.${column} AS ${column}) "returned")`;
}

function itemsOf(list: string, subqueries: SubqueryTrees): readonly Tree[] | null {
  const select = unwrap(subqueries.tree(`SELECT ${list}`) ?? undefined);
  return select?.kind === 'SelectStmt' ? listOf(select.node.targetList).filter(isTree) : null;
}
