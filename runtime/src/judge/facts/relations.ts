/** RangeVar: which relation a name in FROM means, resolved as the server would. */
import { relationKey } from '../../abi.ts';
import type { Catalog, LiveRelation } from '../../catalog/catalog.ts';
import { denials } from '../denials.ts';
import { isTree, stringOf, type Tree } from '../parse/tree.ts';
import { seesCte } from './cte-scope.ts';
import type { RelationUse } from './facts.ts';
import { locationOf, type Visitor, type Walk } from './walk.ts';

export const visitRangeVar: Visitor = (walk, node, scope, wrapper) => {
  const isCte = node.schemaname === undefined && seesCte(scope, stringOf(node.relname));
  const use = isCte ? null : resolveRelation(walk, node, wrapper);
  walk.fields('RangeVar', node, scope);
  if (use !== null) walk.reads.push(use);
};

/**
 * In a database of another encoding than the proxy's, the server folds and cuts names as that encoding asks, and so could take
 * a name of other letters than ASCII for another one than the judge does.
 */
export function refuseForeignLetters(walk: Walk, name: string, location: number): void {
  if (walk.catalog.encoding !== 'UTF8' && !isAscii(name))
    walk.refuse(denials.foreignLetters(name, walk.catalog.encoding), location);
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/**
 * The relation that a RangeVar names; where there is none, it refuses and gives null. `identity` is the node to replace, `blame` the place
 * of that refusal: the server gives none for the relation of a COPY or a LOCK.
 */
export function resolveRelation(
  walk: Walk,
  node: Tree,
  identity: Tree | null,
  blame = locationOf(node),
): RelationUse | null {
  const name = stringOf(node.relname);
  const schema = node.schemaname === undefined ? null : stringOf(node.schemaname);
  refuseForeignLetters(walk, `${schema ?? ''}${name}`, locationOf(node));
  if (node.catalogname !== undefined) {
    walk.refuse(denials.otherDatabase(`${stringOf(node.catalogname)}.${schema}.${name}`), locationOf(node));
    return null;
  }
  const relation = findRelation(walk.catalog, schema, name);
  if (relation === null || identity === null) {
    walk.refuse(denials.unknownRelation(schema === null ? name : `${schema}.${name}`), blame);
    return null;
  }
  return {
    schema: relation.schema,
    name: relation.name,
    alias: isTree(node.alias) ? stringOf(node.alias.aliasname) : null,
    renamesColumns: isTree(node.alias) && node.alias.colnames !== undefined,
    only: node.inh !== true,
    tableForm: walk.tableForms.has(identity),
    wrapper: identity,
    location: locationOf(node),
    sample: null,
  };
}

/**
 * The relation that a name means: in the named schema, else in the first schema of the search path that has one. Temporary
 * relations do not appear in the snapshot; the judge lets nobody make one.
 */
export function findRelation(catalog: Catalog, schema: string | null, name: string): LiveRelation | null {
  if (schema !== null) return catalog.relations.get(relationKey(schema, name)) ?? null;
  for (const candidate of catalog.searchPath) {
    const relation = catalog.relations.get(relationKey(candidate, name));
    if (relation !== undefined) return relation;
  }
  return null;
}
