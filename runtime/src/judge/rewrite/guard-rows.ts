/** Puts a {@link RowGuard} into the text of a write: its condition before the statement's own, and checks in the places of values. */

import { ROW_OUTSIDE_FILTER } from '../../pgwire/gate.ts';
import type { CheckedValue } from '../decide/writes/checked-value.ts';
import type { CopiedRows, RowGuard } from '../decide/writes/row-guard.ts';
import type { SqlParser, Token } from '../parse/sql-parser.ts';
import { isTree, type Tree, type TreeValue } from '../parse/tree.ts';
import {
  around,
  beforeCondition,
  behind,
  expressionTree,
  type GuardChange,
  lastOutermost,
  outermost,
} from './guard-condition.ts';
import { guardQuery } from './guard-query.ts';
import { quoteIdentifier } from './quote.ts';
import { spanOf, type ValueSpan, valueSpans } from './value-spans.ts';

/** A statement of a text, in bytes; the end is that of the text where none is known. */
export interface StatementPlace {
  readonly start: number;
  readonly end: number;
}

/** Null where the text cannot be changed so. `node`: the InsertStmt, UpdateStmt, DeleteStmt, MergeStmt or CopyStmt. */
export function guardRows(
  { condition, target, checks, query, copied }: RowGuard,
  node: Tree,
  place: StatementPlace,
  source: Buffer,
  tokens: readonly Token[],
  { parser, mayTell }: { readonly parser: SqlParser; readonly mayTell: boolean },
): readonly GuardChange[] | null {
  const changes: GuardChange[] = [];
  const own = tokens.filter(
    ({ start, end, tokenName }) =>
      start >= place.start && end <= place.end && !tokenName.endsWith('_COMMENT'),
  );
  if (copied !== null) {
    const change = checkCopied(copied, node, own, parser);
    return change === null ? null : [change];
  }
  const spans = checks.some(({ isComputed }) => isComputed) ? valueSpans(node, own) : new Map();
  for (const check of checks) {
    const change = checkValue(check, spans, source, own, parser);
    if (change === null) return null;
    changes.push(change);
  }
  if (query !== null) {
    const guarded = guardQuery(query, node, source, own, parser);
    if (guarded === null) return null;
    changes.push(...guarded);
  }
  if (condition === null) return changes;
  const filter = behind(target, condition, parser);
  const change = filter === null ? null : guardCondition(filter, node, own, parser, mayTell);
  return change === null ? null : [...changes, change];
}

/** COPY takes no query in its condition, so that the error is made of a column. */
function checkCopied(
  { condition, column }: CopiedRows,
  node: Tree,
  tokens: readonly Token[],
  parser: SqlParser,
): GuardChange | null {
  const text = `'${ROW_OUTSIDE_FILTER}'`;
  const isNull = column === null ? 'pg_catalog.now() IS NULL' : `${quoteIdentifier(column)} IS NULL`;
  const fails = `CAST(CASE WHEN ${isNull} THEN ${text} ELSE ${text} END AS pg_catalog.bool)`;
  const check = `CASE WHEN ${condition} THEN TRUE ELSE ${fails} END`;
  const { whereClause } = node;
  const last = tokens.findLast((token) => token.text !== ';');
  if (last === undefined) return null;
  if (!isTree(whereClause)) {
    const becomes = expressionTree(check, [], parser);
    const splice = { start: last.end, end: last.end, text: ` WHERE ${check}` };
    return becomes === null ? null : { splices: [splice], node, becomes: { ...node, whereClause: becomes } };
  }
  const keyword = tokens[outermost(tokens, 'WHERE') ?? -1];
  const [before, after] = ['CASE WHEN (', `) THEN ${check} ELSE FALSE END`];
  const becomes = expressionTree(`${before}$1${after}`, [{ ...whereClause }], parser);
  if (keyword === undefined || becomes === null) return null;
  return {
    splices: [
      { start: keyword.start, end: keyword.end, text: `${keyword.text} ${before}` },
      { start: last.end, end: last.end, text: after },
    ],
    node: whereClause,
    becomes,
  };
}

function checkValue(
  { value, holes, sql, isComputed }: CheckedValue,
  spans: ReadonlyMap<TreeValue, ValueSpan>,
  source: Buffer,
  tokens: readonly Token[],
  parser: SqlParser,
): GuardChange | null {
  const texts: string[] = [];
  for (const hole of holes) {
    const span = isComputed ? (spans.get(hole) ?? null) : spanOf(hole, tokens);
    if (span === null) return null;
    texts.push(source.subarray(span.start, span.end).toString());
  }
  const becomes = expressionTree(sql(holes.map((_, index) => `$${index + 1}`)), holes, parser);
  if (becomes === null) return null;
  if (!isComputed) {
    const span = spanOf(value, tokens);
    const text = sql(texts);
    return span === null ? null : { splices: [{ ...span, text }], node: value, becomes };
  }
  const span = spans.get(value);
  const [before, after, ...more] = sql(
    texts.map((text, index) => (holes[index] === value ? HOLE : text)),
  ).split(HOLE);
  if (span === undefined || before === undefined || after === undefined || more.length > 0) return null;
  const { before: token, last } = span;
  // The expression stays, with what else is changed within it.
  return {
    splices: [
      { start: token.start, end: token.end, text: `${token.text} ${before}` },
      // Not behind it, where a condition may be put.
      { start: last.start, end: last.end, text: `${last.text}${after}` },
    ],
    node: value,
    becomes,
  };
}

/** No text that PostgreSQL takes has one in it. */
const HOLE = '\u0000';

/**
 * Where the statement's condition could tell of rows that are kept back, it is asked of no other: the branches of a CASE are computed in their
 * order. The filter stands alone before it as well, so that it holds where the table is read, before it is joined.
 */
function guardCondition(
  filter: string,
  node: Tree,
  tokens: readonly Token[],
  parser: SqlParser,
  mayTell: boolean,
): GuardChange | null {
  if (isTree(node.joinCondition)) return guardJoin(filter, node.joinCondition, tokens, parser, mayTell);
  const returning = outermost(tokens, 'RETURNING');
  const last = tokens.slice(0, returning ?? tokens.length).findLast(({ text }) => text !== ';');
  if (last === undefined) return null;
  return beforeCondition(filter, node, { tokens, last }, parser, mayTell);
}

/** The condition by which MERGE joins: one row of the target that is kept back is none that anything matches. */
function guardJoin(
  filter: string,
  joinCondition: Tree,
  tokens: readonly Token[],
  parser: SqlParser,
  mayTell: boolean,
): GuardChange | null {
  const when = outermost(tokens, 'WHEN');
  const on = when === null ? null : lastOutermost(tokens.slice(0, when), 'ON');
  const [keyword, last] = [tokens[on ?? -1], tokens[(when ?? 0) - 1]];
  return keyword === undefined || last === undefined
    ? null
    : around(filter, joinCondition, { keyword, last }, parser, mayTell);
}
