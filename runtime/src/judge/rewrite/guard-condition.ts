/**
 * Puts a condition beside one of the client's, and before it where the server must not ask the client's first: what writes through a filter and queries that lock rows
 * of a filtered table have in common. Knows no kind of statement.
 */
import type { SqlParser, Token } from '../parse/sql-parser.ts';
import { isTree, listOf, nodesWithin, numberOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { quoteIdentifier } from './quote.ts';
import { applySplices, type Splice } from './splice.ts';

/** Splices that belong to one change of the tree. */
export interface GuardChange {
  readonly splices: readonly Splice[];
  readonly node: Tree;
  readonly becomes: Tree;
}

/** The same condition with the name of the target before each column. */
export function behind(target: string, condition: string, parser: SqlParser): string | null {
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

/** A condition, from behind its keyword to its last token, with the filter before it. */
export function around(
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

/** The filter before the condition of a statement, or in the place of one: `last` is what its WHERE ends with, or would stand behind. */
export function beforeCondition(
  filter: string,
  node: Tree,
  { tokens, last }: { readonly tokens: readonly Token[]; readonly last: Token },
  parser: SqlParser,
  mayTell: boolean,
): GuardChange | null {
  const where = outermost(tokens, 'WHERE');
  const { whereClause } = node;
  if (isTree(whereClause)) {
    const keyword = tokens[where ?? -1];
    return keyword === undefined ? null : around(filter, whereClause, { keyword, last }, parser, mayTell);
  }
  const becomes = where === null ? expressionTree(filter, [], parser) : null;
  const splice = { start: last.end, end: last.end, text: ` WHERE ${filter}` };
  return becomes && { splices: [splice], node, becomes: { ...node, whereClause: becomes } };
}

/** The index of the first of these words that is in no parentheses, and in no CASE. All are reserved, and a name in quotes has them in its text. */
export function outermost(tokens: readonly Token[], word: OuterWord): number | null {
  return allOutermost(tokens, word)[0] ?? null;
}

export function lastOutermost(tokens: readonly Token[], word: OuterWord): number | null {
  return allOutermost(tokens, word).at(-1) ?? null;
}

export type OuterWord =
  | 'INTO'
  | 'WHERE'
  | 'RETURNING'
  | 'ON'
  | 'WHEN'
  | 'FROM'
  | 'ORDER'
  | 'LIMIT'
  | 'OFFSET'
  | 'FETCH'
  | 'FOR';

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
export function expressionTree(sql: string, holes: readonly Tree[], parser: SqlParser): Tree | null {
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
