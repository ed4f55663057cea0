/** Puts masks into the select list of a query that locks rows, and the filter of the table before its condition. */
import type { LockedRows } from '../decide/locked-rows.ts';
import type { SqlParser, Token } from '../parse/sql-parser.ts';
import type { Tree } from '../parse/tree.ts';
import { beforeCondition, behind, type GuardChange, outermost } from './guard-condition.ts';
import type { StatementPlace } from './guard-rows.ts';
import { maskReturned } from './mask-returned.ts';
import type { SubqueryTrees } from './subquery-trees.ts';

export interface LockedRowsContext {
  readonly parser: SqlParser;
  readonly subqueries: SubqueryTrees;
  /** Whether its condition could tell of rows that the filter keeps back. */
  readonly mayTell: boolean;
}

/** Null where the text cannot be changed so. */
export function maskLockedRows(
  { node, target, condition, masks }: LockedRows,
  place: StatementPlace,
  tokens: readonly Token[],
  { parser, subqueries, mayTell }: LockedRowsContext,
): readonly GuardChange[] | null {
  const own = tokens.filter(
    ({ start, end, tokenName }) =>
      start >= place.start && end <= place.end && !tokenName.endsWith('_COMMENT'),
  );
  const changes: GuardChange[] = [];
  let select = node;
  const selectSplices: GuardChange['splices'][number][] = [];
  const masked = masks === null ? { changes: [], texts: [] } : maskReturned(masks, tokens, subqueries);
  if (masked === null) return null;
  for (const change of masked.changes) {
    if (change.node !== masks?.clause) changes.push({ ...change, splices: [change.splice] });
    else {
      select = { ...select, targetList: change.becomes.exprs };
      selectSplices.push(change.splice);
    }
  }
  selectSplices.push(...masked.texts);
  if (condition !== null) {
    const filter = behind(target, condition, parser);
    const guard = filter === null ? null : guardQuery(filter, node, own, parser, mayTell);
    if (guard === null) return null;
    if (guard.node !== node) changes.push(guard);
    else {
      select = { ...select, whereClause: guard.becomes.whereClause };
      selectSplices.push(...guard.splices);
    }
  }
  return select === node ? changes : [...changes, { splices: selectSplices, node, becomes: select }];
}

function guardQuery(
  filter: string,
  node: Tree,
  tokens: readonly Token[],
  parser: SqlParser,
  mayTell: boolean,
): GuardChange | null {
  const from = outermost(tokens, 'FROM');
  if (from === null) return null;
  const behindFrom = tokens.slice(from);
  const ends = (['ORDER', 'LIMIT', 'OFFSET', 'FETCH', 'FOR'] as const).flatMap(
    (word) => outermost(behindFrom, word) ?? [],
  );
  const last = behindFrom[Math.min(...ends) - 1];
  if (last === undefined) return null;
  return beforeCondition(filter, node, { tokens: behindFrom, last }, parser, mayTell);
}
