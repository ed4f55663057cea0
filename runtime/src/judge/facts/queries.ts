/** SelectStmt: the reach of WITH, and nothing else that the table of shapes does not say. */
import { denials } from '../denials.ts';
import { isTree, listOf, stringOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { type CteScope, withCtes } from './cte-scope.ts';
import type { Visitor, Walk } from './walk.ts';

export const visitSelect: Visitor = (walk, node, scope) => {
  const [silent] = walk.catalog.silentCalls;
  if (silent !== undefined) walk.refuse(denials.silentCall(silent));
  const inner = isTree(node.withClause) ? visitWith(walk, node.withClause, scope) : scope;
  walk.fields('SelectStmt', node, inner, ['withClause']);
};

/**
 * Goes through the expressions of a WITH and returns the scope of the query behind it. Without RECURSIVE each one sees those
 * before it; with it, all see all (PostgreSQL: parse_cte.c, transformWithClause).
 */
function visitWith(walk: Walk, node: Tree, outer: CteScope): CteScope {
  walk.fields('WithClause', node, outer, ['ctes']);
  const ctes = listOf(node.ctes);
  const all = withCtes(outer, ctes.map(cteName));
  const before: string[] = [];
  for (const cte of ctes) {
    walk.node(cte, node.recursive === true ? all : withCtes(outer, before));
    before.push(cteName(cte));
    walk.givenNames.add(cteName(cte));
  }
  return all;
}

function cteName(wrapper: TreeValue): string {
  return stringOf(unwrap(wrapper)?.node.ctename);
}
