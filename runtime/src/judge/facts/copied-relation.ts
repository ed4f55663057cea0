/** COPY relation TO STDOUT: which relation, and which of its columns. Children are not copied with a table (PostgreSQL: copyto.c, BeginCopyTo). */
import { relationKey } from '../../abi.ts';
import { descendants } from '../../catalog/agreement.ts';
import { isTree, type Tree } from '../parse/tree.ts';
import { stringsOf } from './column-names.ts';
import { NO_CTES } from './cte-scope.ts';
import { refuseSilentCalls } from './queries.ts';
import { resolveRelation } from './relations.ts';
import type { Walk } from './walk.ts';

export function visitCopyTo(walk: Walk, node: Tree): void {
  refuseSilentCalls(walk);
  walk.nodes(node.attlist, NO_CTES);
  const use = isTree(node.relation) ? resolveRelation(walk, node.relation, node.relation, -1) : null;
  if (use === null) return;
  const key = relationKey(use.schema, use.name);
  const live = walk.catalog.relations.get(key);
  const stored = (live?.columns ?? []).filter(({ generatedFrom }) => generatedFrom.length === 0);
  const listsColumns = node.attlist !== undefined;
  walk.columnNames.unnamed = true;
  walk.reads.push(use);
  walk.copied = {
    use,
    node,
    columns: listsColumns ? stringsOf(node.attlist) : stored.map(({ name }) => name),
    listsColumns,
    isAlone: live?.relkind === 'r' && descendants(key, walk.catalog).size === 0,
  };
}
