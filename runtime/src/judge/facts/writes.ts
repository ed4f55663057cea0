/**
 * INSERT, UPDATE, DELETE and COPY … FROM STDIN: what they write to, and the expressions around it. The target keeps its name; whether it may be
 * written, and what with, is decided elsewhere.
 */
import type { Action } from '../../abi.ts';
import { denials } from '../denials.ts';
import { isTree, listOf, type Tree } from '../parse/tree.ts';
import { type CteScope, NO_CTES } from './cte-scope.ts';
import { lacksCondition } from './lacks-condition.ts';
import { refuseSilentCalls, scopeWithin } from './queries.ts';
import { resolveRelation } from './relations.ts';
import type { Walk } from './walk.ts';

type WriteAction = Exclude<Action, 'select'>;

export function visitInsert(walk: Walk, node: Tree): void {
  const scope = begin(walk, node, ['cols', 'selectStmt', 'onConflictClause', 'returningClause', 'override']);
  walk.nodes(node.cols, scope);
  walk.node(node.selectStmt, scope);
  visitInner(walk, 'OnConflictClause', node.onConflictClause, scope);
  target(walk, node, 'insert', node.returningClause !== undefined || node.onConflictClause !== undefined);
  visitInner(walk, 'ReturningClause', node.returningClause, scope);
}

export function visitUpdate(walk: Walk, node: Tree): void {
  const scope = begin(walk, node, ['targetList', 'fromClause', 'whereClause', 'returningClause']);
  walk.nodes(node.targetList, scope);
  walk.nodes(node.fromClause, scope);
  walk.node(node.whereClause, scope);
  target(walk, node, 'update', true, lacksCondition(node.whereClause));
  visitInner(walk, 'ReturningClause', node.returningClause, scope);
}

export function visitDelete(walk: Walk, node: Tree): void {
  const scope = begin(walk, node, ['usingClause', 'whereClause', 'returningClause']);
  walk.nodes(node.usingClause, scope);
  walk.node(node.whereClause, scope);
  target(walk, node, 'delete', true, lacksCondition(node.whereClause));
  visitInner(walk, 'ReturningClause', node.returningClause, scope);
}

/** COPY … FROM STDIN, whose options the caller has looked at. */
export function visitCopyFrom(walk: Walk, node: Tree): void {
  refuseSilentCalls(walk);
  walk.nodes(node.attlist, NO_CTES);
  walk.node(node.whereClause, NO_CTES);
  target(walk, node, 'insert', node.whereClause !== undefined);
}

/** Refuses fields that nobody has thought about, and goes into WITH. */
function begin(walk: Walk, node: Tree, fields: readonly string[]): CteScope {
  refuseSilentCalls(walk);
  const unknown = Object.keys(node).find((field) => !['relation', 'withClause', ...fields].includes(field));
  if (unknown !== undefined) walk.refuse(denials.construct(`a write with ${unknown}`));
  return scopeWithin(walk, node, NO_CTES);
}

/** The RangeVar itself is what a rewrite replaces: here it stands without a wrapper. */
function target(walk: Walk, node: Tree, action: WriteAction, readsTarget: boolean, lacksWhere = false): void {
  if (!isTree(node.relation)) {
    walk.refuse(denials.construct('a write without a target'));
    return;
  }
  const use = resolveRelation(walk, node.relation, node.relation);
  if (use !== null) walk.write = { action, target: use, readsTarget, lacksWhere };
  if (isTree(node.relation.alias)) walk.visit('Alias', node.relation.alias, NO_CTES);
}

function visitInner(walk: Walk, kind: string, value: Tree[string], scope: CteScope): void {
  if (isTree(value)) walk.visit(kind, value, scope);
  else if (listOf(value).length > 0) walk.refuse(denials.construct(kind));
}
