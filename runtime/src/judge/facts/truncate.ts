/**
 * TRUNCATE, which a policy knows as a DELETE without a condition, of each table that it names and, with CASCADE, of those whose foreign keys lead to one
 * of them. It compares nothing that is stored: whether it fails depends on definitions, and on checks that the session has put off.
 */
import { relationKey } from '../../abi.ts';
import { descendants } from '../../catalog/agreement.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { denials } from '../denials.ts';
import { isTree, listOf, stringOf, type Tree, unwrap } from '../parse/tree.ts';
import { NO_CTES } from './cte-scope.ts';
import type { RelationUse, RowsChange } from './facts.ts';
import { resolveRelation } from './relations.ts';
import { targetReading } from './target-reading.ts';
import type { Walk } from './walk.ts';

const EVERYTHING: RowsChange = { action: 'delete', lacksWhere: true, columns: [], inPart: [], values: [] };

/** The fields of the statement were looked at by the caller. */
export function visitTruncate(walk: Walk, node: Tree): void {
  const named: RelationUse[] = [];
  for (const wrapper of listOf(node.relations)) {
    const inner = unwrap(wrapper);
    if (inner?.kind !== 'RangeVar' || !isTree(wrapper)) {
      walk.refuse(denials.construct('TRUNCATE of this'));
      return;
    }
    walk.fields('RangeVar', inner.node, NO_CTES);
    const use = resolveRelation(walk, inner.node, inner.node);
    if (use !== null) named.push(use);
  }
  const emptied = stringOf(node.behavior) === 'DROP_CASCADE' ? withReferring(named, walk.catalog) : named;
  for (const target of emptied)
    walk.writes.push({
      target,
      node,
      isWithin: false,
      readsTarget: false,
      reading: targetReading(target.name, [], undefined),
      returned: null,
      changes: [EVERYTHING],
      merge: null,
      copies: false,
      truncates: { restartsIdentity: node.restart_seqs === true },
      derives: false,
    });
}

/** Whatever such a foreign key does when a row is deleted, its table is emptied as well (PostgreSQL: tablecmds.c, ExecuteTruncateGuts). */
function withReferring(named: readonly RelationUse[], catalog: Catalog): readonly RelationUse[] {
  const found = new Map(named.map((use) => [relationKey(use.schema, use.name), use]));
  // Grows while it is gone through.
  for (const [key, use] of found)
    for (const emptied of [key, ...descendants(key, catalog)])
      for (const { other } of catalog.relations.get(emptied)?.onWrite.referencedBy ?? []) {
        const live = catalog.relations.get(other);
        if (live !== undefined && !found.has(other))
          found.set(other, { ...use, schema: live.schema, name: live.name, only: false });
      }
  return [...found.values()];
}
