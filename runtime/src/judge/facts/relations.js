/** RangeVar: which relation a name in FROM means, resolved as the server would. */
import { relationKey } from '../../abi.js';
import { denials } from '../denials.js';
import { isTree, stringOf } from '../parse/tree.js';
import { seesCte } from './cte-scope.js';
import { locationOf } from './walk.js';
export const visitRangeVar = (walk, node, scope, wrapper) => {
  walk.fields('RangeVar', node, scope);
  const name = stringOf(node.relname);
  const schema = node.schemaname === undefined ? null : stringOf(node.schemaname);
  if (node.catalogname !== undefined) {
    walk.refuse(denials.otherDatabase(`${stringOf(node.catalogname)}.${schema}.${name}`), locationOf(node));
    return;
  }
  if (schema === null && seesCte(scope, name)) return;
  const relation = findRelation(walk.catalog, schema, name);
  if (relation === null || wrapper === null) {
    walk.refuse(denials.unknownRelation(schema === null ? name : `${schema}.${name}`), locationOf(node));
    return;
  }
  walk.reads.push({
    schema: relation.schema,
    name: relation.name,
    alias: isTree(node.alias) ? stringOf(node.alias.aliasname) : null,
    only: node.inh !== true,
    wrapper,
    location: locationOf(node),
  });
};
/**
 * The relation that a name means: in the named schema, else in the first schema of the search path that has one. Temporary
 * relations do not appear in the snapshot; the judge lets nobody make one.
 */
function findRelation(catalog, schema, name) {
  if (schema !== null) return catalog.relations.get(relationKey(schema, name)) ?? null;
  for (const candidate of catalog.searchPath) {
    const relation = catalog.relations.get(relationKey(candidate, name));
    if (relation !== undefined) return relation;
  }
  return null;
}
//# sourceMappingURL=relations.js.map
