/** `COPY relation TO STDOUT` of a relation that a subquery stands for becomes `COPY (SELECT …) TO STDOUT`. */
import type { CopiedRelation } from '../facts/facts.ts';
import type { Token } from '../parse/sql-parser.ts';
import type { Tree } from '../parse/tree.ts';
import { nameParts } from './name-span.ts';
import { quoteIdentifier } from './quote.ts';
import type { Splice } from './splice.ts';
import type { SubqueryTrees } from './subquery-trees.ts';

export interface CopyChange {
  readonly splice: Splice;
  readonly node: Tree;
  readonly becomes: Tree;
}

/** `shown`: the columns that the subquery has. Null where the text cannot be changed so. */
export function copyAsQuery(
  { use, node, columns, listsColumns }: CopiedRelation,
  subquery: string,
  shown: ReadonlySet<string>,
  tokens: readonly Token[],
  subqueries: SubqueryTrees,
): CopyChange | null {
  const parts = use.wrapper.schemaname === undefined ? 1 : 2;
  const name = nameParts(tokens, use.location, parts)?.at(-1);
  // Only names and commas stand in a list of columns.
  const end = listsColumns
    ? tokens.find(({ start, text }) => name !== undefined && start > name.start && text === ')')?.end
    : name?.end;
  if (end === undefined) return null;
  // One that is listed and not there is the server's to refuse; of those that are not listed, hidden ones are left out.
  const copied = listsColumns ? columns : columns.filter((column) => shown.has(column));
  const list = copied.map(quoteIdentifier).join(', ');
  const select = `SELECT ${list} FROM (${subquery}) ${quoteIdentifier(use.name)}`;
  const query = subqueries.tree(select);
  if (query === null) return null;
  const { relation: _relation, attlist: _attlist, ...rest } = node;
  return {
    splice: { start: use.location, end, text: `(${select})` },
    node,
    becomes: { ...rest, query },
  };
}
