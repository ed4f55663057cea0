/** Puts a {@link RowGuard} into the text of a write: its condition before the statement's own, and checks in the places of values. */

import { ROW_OUTSIDE_FILTER } from '../../pgwire/gate.ts';
import type { CheckedValue, CopiedRows, RowGuard } from '../decide/writes/row-guard.ts';
import type { SqlParser, Token } from '../parse/sql-parser.ts';
import { isTree, listOf, nodesWithin, numberOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { quoteIdentifier } from './quote.ts';
import { applySplices, type Splice } from './splice.ts';
import { type ValueSpan, valueSpans } from './value-spans.ts';

export interface GuardChange {
  readonly splices: readonly Splice[];
  readonly node: Tree;
  readonly becomes: Tree;
}

/** A statement of a text, in bytes; the end is that of the text where none is known. */
export interface StatementPlace {
  readonly start: number;
  readonly end: number;
}

/** Null where the text cannot be changed so. `node`: the InsertStmt, UpdateStmt, DeleteStmt, MergeStmt or CopyStmt. */
export function guardRows(
  { condition, target, checks, copied }: RowGuard,
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

/** Where a constant or a parameter stands: one token, or a number behind its sign. */
function spanOf(
  value: Tree,
  tokens: readonly Token[],
): { readonly start: number; readonly end: number } | null {
  const location = unwrap(value)?.node.location;
  const index = tokens.findIndex(({ start }) => start === numberOf(location));
  const token = tokens[index];
  if (token === undefined) return null;
  const last = token.text === '-' ? tokens[index + 1] : token;
  return last === undefined ? null : { start: token.start, end: last.end };
}

/** The same condition with the name of the target before each column. */
function behind(target: string, condition: string, parser: SqlParser): string | null {
  const prefix = 'SELECT WHERE ';
  const outcome = parser.parse(`${prefix}${condition}`);
  if (outcome.kind !== 'parsed') return null;
  const splices: Splice[] = [];
  for (const { kind, node } of nodesWithin(outcome.tree.stmts[0]?.stmt)) {
    if (kind !== 'ColumnRef') continue;
    const start = numberOf(node.location) - prefix.length;
    splices.push({ start, end: start, text: `${quoteIdentifier(target)}.` });
  }
  return applySplices(Buffer.from(condition), splices);
}

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
  const { whereClause } = node;
  if (isTree(node.joinCondition)) return guardJoin(filter, node.joinCondition, tokens, parser, mayTell);
  const where = outermost(tokens, 'WHERE');
  const returning = outermost(tokens, 'RETURNING');
  const last = tokens.slice(0, returning ?? tokens.length).findLast(({ text }) => text !== ';');
  if (last === undefined) return null;
  if (!isTree(whereClause)) {
    const becomes = expressionTree(filter, [], parser);
    if (where !== null || becomes === null) return null;
    const splice = { start: last.end, end: last.end, text: ` WHERE ${filter}` };
    return { splices: [splice], node, becomes: { ...node, whereClause: becomes } };
  }
  const keyword = where === null ? undefined : tokens[where];
  if (keyword === undefined) return null;
  return around(filter, whereClause, { keyword, last }, parser, mayTell);
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

/** A condition, from behind its keyword to its last token, with the filter before it. */
function around(
  filter: string,
  condition: Tree,
  { keyword, last }: { readonly keyword: Token; readonly last: Token },
  parser: SqlParser,
  mayTell: boolean,
): GuardChange | null {
  const [before, after] = mayTell
    ? [`${filter} AND CASE WHEN ${filter} THEN (`, ') ELSE FALSE END']
    : [`${filter} AND (`, ')'];
  // A wrapper of its own, or else the replacement would be replaced again.
  const becomes = expressionTree(`${before}$1${after}`, [{ ...condition }], parser);
  if (becomes === null) return null;
  return {
    splices: [
      { start: keyword.start, end: keyword.end, text: `${keyword.text} ${before}` },
      { start: last.end, end: last.end, text: after },
    ],
    node: condition,
    becomes,
  };
}

/** The index of the first of these words that is in no parentheses, and in no CASE. All are reserved, and a name in quotes has them in its text. */
function outermost(tokens: readonly Token[], word: OuterWord): number | null {
  return allOutermost(tokens, word)[0] ?? null;
}

function lastOutermost(tokens: readonly Token[], word: OuterWord): number | null {
  return allOutermost(tokens, word).at(-1) ?? null;
}

type OuterWord = 'WHERE' | 'RETURNING' | 'ON' | 'WHEN';

const OPENING: ReadonlySet<string> = new Set(['(', '[', 'CASE']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', 'END']);

function allOutermost(tokens: readonly Token[], word: OuterWord): readonly number[] {
  const found: number[] = [];
  let depth = 0;
  for (const [index, { text }] of tokens.entries()) {
    const upper = text.toUpperCase();
    if (OPENING.has(upper)) depth += 1;
    else if (CLOSING.has(upper)) depth -= 1;
    else if (depth === 0 && upper === word) found.push(index);
  }
  return found;
}

/** The tree of an expression with parameters, `holes` in their places. */
function expressionTree(sql: string, holes: readonly Tree[], parser: SqlParser): Tree | null {
  const outcome = parser.parse(`SELECT WHERE ${sql}`);
  const [raw, ...others] = outcome.kind === 'parsed' ? outcome.tree.stmts : [];
  const expression = unwrap(raw?.stmt)?.node.whereClause;
  return isTree(expression) && others.length === 0 ? filled(expression, holes) : null;
}

function filled(tree: Tree, holes: readonly Tree[]): Tree {
  const parameter = tree.ParamRef;
  // The value itself: a copy, since what stands for it must not be replaced again.
  if (isTree(parameter)) return { ...(holes[numberOf(parameter.number) - 1] ?? tree) };
  return Object.fromEntries(Object.entries(tree).map(([field, value]) => [field, filledValue(value, holes)]));
}

function filledValue(value: TreeValue | undefined, holes: readonly Tree[]): TreeValue | undefined {
  if (Array.isArray(value)) return listOf(value).map((item) => filledValue(item, holes) ?? null);
  return isTree(value) ? filled(value, holes) : value;
}
