/** SelectStmt: the reach of WITH, and nothing else that the table of shapes does not say. */
import { denials } from '../denials.js';
import { isTree, listOf, stringOf, unwrap } from '../parse/tree.js';
import { withCtes } from './cte-scope.js';
export const visitSelect = (walk, node, scope) => {
  const [silent] = walk.catalog.silentCalls;
  if (silent !== undefined) walk.refuse(denials.silentCall(silent));
  const inner = isTree(node.withClause) ? visitWith(walk, node.withClause, scope) : scope;
  walk.fields('SelectStmt', node, inner, ['withClause']);
};
/**
 * Goes through the expressions of a WITH and returns the scope of the query behind it. Without RECURSIVE each one sees those
 * before it; with it, all see all (PostgreSQL: parse_cte.c, transformWithClause).
 */
function visitWith(walk, node, outer) {
  walk.fields('WithClause', node, outer, ['ctes']);
  const ctes = listOf(node.ctes);
  const all = withCtes(outer, ctes.map(cteName));
  const before = [];
  for (const cte of ctes) {
    walk.node(cte, node.recursive === true ? all : withCtes(outer, before));
    before.push(cteName(cte));
    walk.givenNames.add(cteName(cte));
  }
  return all;
}
function cteName(wrapper) {
  return stringOf(unwrap(wrapper)?.node.ctename);
}
//# sourceMappingURL=queries.js.map
