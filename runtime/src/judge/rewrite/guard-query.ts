/** Puts the query that gives the rows of an INSERT into one that checks them. */
import type { CheckedQuery } from '../decide/writes/checked-query.ts';
import type { SqlParser, Token } from '../parse/sql-parser.ts';
import { isTree, listOf, type Tree, unwrap } from '../parse/tree.ts';
import { expressionTree, type GuardChange, outermost } from './guard-condition.ts';
import { spanOf } from './value-spans.ts';

/** Null where the text cannot be changed so. `node`: the InsertStmt; `tokens`: its own, without comments. */
export function guardQuery(
  { query, before, after, typed }: CheckedQuery,
  node: Tree,
  source: Buffer,
  tokens: readonly Token[],
  parser: SqlParser,
): readonly GuardChange[] | null {
  const changes: GuardChange[] = [];
  for (const { value, type } of typed) {
    const span = spanOf(value, tokens);
    const becomes = expressionTree(`CAST($1 AS ${type})`, [value], parser);
    if (span === null || becomes === null) return null;
    const text = `CAST(${source.subarray(span.start, span.end).toString()} AS ${type})`;
    changes.push({ splices: [{ ...span, text }], node: value, becomes });
  }
  const place = placeOf(node, tokens);
  const becomes = around(query, before, after, parser);
  if (place === null || becomes === null) return null;
  const { previous, last } = place;
  return [
    ...changes,
    {
      splices: [
        { start: previous.end, end: previous.end, text: ` ${before}` },
        { start: last.end, end: last.end, text: after },
      ],
      node: query,
      becomes,
    },
  ];
}

/** The tokens before the query and at its end: behind the target, its alias, its columns and OVERRIDING; before ON CONFLICT and RETURNING. */
function placeOf(
  { relation, cols, onConflictClause, returningClause }: Tree,
  tokens: readonly Token[],
): { readonly previous: Token; readonly last: Token } | null {
  const into = outermost(tokens, 'INTO');
  if (into === null || !isTree(relation)) return null;
  const words = tokens.map(({ text }) => text.toUpperCase());
  let at = into + 2;
  while (words[at] === '.') at += 2;
  if (isTree(relation.alias)) at += 2;
  if (cols !== undefined) at = behindParentheses(words, at);
  if (words[at] === 'OVERRIDING') at += 3;
  let end = tokens.length;
  if (returningClause !== undefined) end = outermost(tokens, 'RETURNING') ?? end;
  if (onConflictClause !== undefined)
    end = words.findLastIndex(
      (word, index) => index < end && word === 'ON' && words[index + 1] === 'CONFLICT',
    );
  while (words[end - 1] === ';') end -= 1;
  const [previous, last] = [tokens[at - 1], tokens[end - 1]];
  return previous === undefined || last === undefined || at >= end ? null : { previous, last };
}

/** The index of what stands behind the parenthesis that is closed for the one at `from`. */
function behindParentheses(words: readonly string[], from: number): number {
  let depth = 0;
  for (let index = from; index < words.length; index += 1) {
    if (words[index] === '(') depth += 1;
    else if (words[index] === ')') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return words.length;
}

/** The query with the client's own, a copy of its wrapper, as its only source. */
function around(query: Tree, before: string, after: string, parser: SqlParser): Tree | null {
  const outcome = parser.parse(`${before}SELECT${after}`);
  const [raw, ...others] = outcome.kind === 'parsed' ? outcome.tree.stmts : [];
  const select = unwrap(raw?.stmt);
  const [source, ...more] = listOf(select?.node.fromClause);
  const subselect = unwrap(source);
  if (select === null || subselect === null || others.length + more.length > 0) return null;
  const from = { RangeSubselect: { ...subselect.node, subquery: { ...query } } };
  return { SelectStmt: { ...select.node, fromClause: [from] } };
}
