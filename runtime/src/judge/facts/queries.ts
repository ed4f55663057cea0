/** SelectStmt: the reach of WITH, what is locked, and nothing else that the table of shapes does not say. */
import { denials } from '../denials.ts';
import { isTree, listOf, stringOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { stringsOf } from './column-names.ts';
import { before, type CteScope, withCtes } from './cte-scope.ts';
import { lockedQuery } from './locked-query.ts';
import { visitLockingClauses } from './locks.ts';
import { findLookups } from './lookups.ts';
import { refuseForeignLetters } from './relations.ts';
import { noteSettingByRow } from './settings-by-row.ts';
import type { Visitor, Walk } from './walk.ts';

export const visitSelect: Visitor = (walk, node, scope) => {
  refuseSilentCalls(walk);
  const inner = scopeWithin(walk, node, scope);
  if (isTableForm(node)) walk.tableForms.add(listOf(node.fromClause)[0] ?? null);
  const first = walk.reads.length;
  walk.nodes(node.fromClause, inner);
  const read = walk.reads.slice(first);
  visitLockingClauses(walk, node, read);
  noteSettingByRow(walk, node, read);
  walk.fields('SelectStmt', node, inner, ['withClause', 'fromClause', 'lockingClause']);
  // Not before: the walk has found nothing nested too deeply, so that what follows may go as deep.
  if (walk.refusal !== null) return;
  const locked = lockedQuery(walk, node, walk.reads.slice(first));
  if (locked !== null) walk.lockedQueries.push(locked);
  const uses = new Map(read.map((use) => [use.wrapper, use]));
  walk.lookups.push(...findLookups(node, uses, walk.catalog));
};

/** `TABLE name` is parsed as `SELECT * FROM name`, with a star that stands nowhere in the text (gram.y, simple_select). */
function isTableForm(node: Tree): boolean {
  const [target, ...others] = listOf(node.targetList);
  return others.length === 0 && unwrap(target)?.node.location === -1;
}

/** Nothing is queried in a database where a query may call what nobody can judge. */
export function refuseSilentCalls(walk: Walk): void {
  const [silent] = walk.catalog.silentCalls;
  if (silent !== undefined) walk.refuse(denials.silentCall(silent));
}

/** The scope of a statement's body, behind its own WITH where it has one, which this goes through. */
export function scopeWithin(walk: Walk, node: Tree, outer: CteScope): CteScope {
  return isTree(node.withClause) ? visitWith(walk, node.withClause, outer) : outer;
}

/**
 * Goes through the expressions of a WITH and returns the scope of the query behind it. Without RECURSIVE each one sees those
 * before it; with it, all see all (PostgreSQL: parse_cte.c, transformWithClause).
 */
function visitWith(walk: Walk, node: Tree, outer: CteScope): CteScope {
  walk.fields('WithClause', node, outer, ['ctes']);
  const ctes = listOf(node.ctes);
  const all = withCtes(outer, ctes.map(cteName));
  for (const [place, cte] of ctes.entries()) {
    walk.node(cte, node.recursive === true ? all : before(all, place));
    refuseForeignLetters(walk, cteName(cte), -1);
    walk.givenNames.add(cteName(cte));
    walk.columnNames.gives(stringsOf(unwrap(cte)?.node.aliascolnames));
  }
  return all;
}

function cteName(wrapper: TreeValue): string {
  return stringOf(unwrap(wrapper)?.node.ctename);
}
