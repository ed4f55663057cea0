/**
 * INSERT, UPDATE, DELETE and COPY … FROM STDIN, and what MERGE shares with them: what they write to, and the expressions around it. The target keeps its name; whether it may be
 * written, and what with, is decided elsewhere.
 */
import { denials } from '../denials.ts';
import { isTree, listOf, stringOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { stringsOf } from './column-names.ts';
import { type CteScope, NO_CTES } from './cte-scope.ts';
import { derives } from './derives.ts';
import type { RelationWrite, RowsChange } from './facts.ts';
import { lacksCondition } from './lacks-condition.ts';
import { refuseSilentCalls, scopeWithin } from './queries.ts';
import { resolveRelation } from './relations.ts';
import { returned } from './returned.ts';
import { targetReading } from './target-reading.ts';
import type { Walk } from './walk.ts';

export function visitInsert(walk: Walk, node: Tree, outer: CteScope): void {
  const { selectStmt, returningClause } = node;
  const scope = begin(walk, node, outer, [
    'cols',
    'selectStmt',
    'onConflictClause',
    'returningClause',
    'override',
  ]);
  const columns = assigned(walk, node.cols, scope);
  walk.node(selectStmt, scope);
  visitOnConflict(walk, node.onConflictClause, scope);
  visitReturning(walk, returningClause, scope);
  const conflict = isTree(node.onConflictClause) ? node.onConflictClause : {};
  const inserting: RowsChange = {
    action: 'insert',
    lacksWhere: false,
    columns: node.cols === undefined && selectStmt !== undefined ? null : columns.names,
    inPart: columns.inPart,
    values: valuesOf(selectStmt),
  };
  const updating = updatingBy(conflict.targetList, false);
  write(walk, node, outer, {
    changes: conflict.action === 'ONCONFLICT_UPDATE' ? [inserting, updating] : [inserting],
    reading: [...(updating.values ?? []), conflict.whereClause],
    readsTarget: returningClause !== undefined || node.onConflictClause !== undefined,
  });
}

export function visitUpdate(walk: Walk, node: Tree, outer: CteScope): void {
  const scope = begin(walk, node, outer, ['targetList', 'fromClause', 'whereClause', 'returningClause']);
  assigned(walk, node.targetList, scope);
  walk.nodes(node.fromClause, scope);
  walk.node(node.whereClause, scope);
  visitReturning(walk, node.returningClause, scope);
  const updating = updatingBy(node.targetList, lacksCondition(node.whereClause));
  write(walk, node, outer, {
    changes: [updating],
    reading: [...(updating.values ?? []), node.whereClause],
    readsTarget: true,
  });
}

export function visitDelete(walk: Walk, node: Tree, outer: CteScope): void {
  const scope = begin(walk, node, outer, ['usingClause', 'whereClause', 'returningClause']);
  walk.nodes(node.usingClause, scope);
  walk.node(node.whereClause, scope);
  visitReturning(walk, node.returningClause, scope);
  const lacksWhere = lacksCondition(node.whereClause);
  write(walk, node, outer, {
    changes: [{ action: 'delete', lacksWhere, columns: [], inPart: [], values: [] }],
    reading: [node.whereClause],
    readsTarget: true,
  });
}

/** COPY … FROM STDIN, whose options the caller has looked at. */
export function visitCopyFrom(walk: Walk, node: Tree): void {
  refuseSilentCalls(walk);
  walk.nodes(node.attlist, NO_CTES);
  walk.node(node.whereClause, NO_CTES);
  const columns = node.attlist === undefined ? null : stringsOf(node.attlist);
  write(walk, node, NO_CTES, {
    changes: [{ action: 'insert', lacksWhere: false, columns, inPart: [], values: null }],
    reading: [node.whereClause],
    readsTarget: node.whereClause !== undefined,
    copies: true,
  });
}

/** Refuses fields that nobody has thought about, and goes into WITH. */
export function begin(walk: Walk, node: Tree, outer: CteScope, fields: readonly string[]): CteScope {
  refuseSilentCalls(walk);
  const unknown = Object.keys(node).find((field) => !['relation', 'withClause', ...fields].includes(field));
  if (unknown !== undefined) walk.refuse(denials.construct(`a write with ${unknown}`));
  return scopeWithin(walk, node, outer);
}

interface Assigned {
  readonly names: readonly string[];
  readonly inPart: readonly string[];
}

/** Goes through what is assigned, but does not take the names for such that the statement gives. */
export function assigned(walk: Walk, list: TreeValue | undefined, scope: CteScope): Assigned {
  for (const item of listOf(list)) {
    const inner = unwrap(item);
    if (inner?.kind !== 'ResTarget') walk.refuse(denials.construct('this assignment'));
    else {
      walk.nodes(inner.node.indirection, scope);
      walk.node(inner.node.val, scope);
    }
  }
  return assignedTo(list);
}

export function assignedTo(list: TreeValue | undefined): Assigned {
  const targets = listOf(list).map((item): Tree => unwrap(item)?.node ?? {});
  return {
    names: targets.map(({ name }) => stringOf(name)),
    inPart: targets
      .filter(({ indirection }) => listOf(indirection).length > 0)
      .map(({ name }) => stringOf(name)),
  };
}

export function updatingBy(list: TreeValue | undefined, lacksWhere: boolean): RowsChange {
  const { names, inPart } = assignedTo(list);
  const values = listOf(list).map((item) => unwrap(item)?.node.val ?? null);
  return { action: 'update', lacksWhere, columns: names, inPart, values: [values] };
}

function visitOnConflict(walk: Walk, value: TreeValue | undefined, scope: CteScope): void {
  if (!isTree(value)) return;
  walk.fields('OnConflictClause', value, scope, ['targetList']);
  assigned(walk, value.targetList, scope);
}

/** The rows of VALUES, or the one list of a SELECT in which each item is a column; none for DEFAULT VALUES. */
function valuesOf(source: TreeValue | undefined): RowsChange['values'] {
  if (source === undefined) return [];
  const select = unwrap(source);
  if (select?.kind !== 'SelectStmt') return null;
  const { valuesLists, targetList, larg } = select.node;
  if (valuesLists !== undefined) return listOf(valuesLists).map((row) => listOf(unwrap(row)?.node.items));
  const items = listOf(targetList).map((item) => unwrap(item)?.node.val ?? null);
  return larg !== undefined || items.some(isStar) ? null : [items];
}

/** `*`, `t.*`, `(t).*`: more columns than one. */
function isStar(value: TreeValue): boolean {
  const inner = unwrap(value);
  if (inner?.kind !== 'ColumnRef' && inner?.kind !== 'A_Indirection') return false;
  const { fields, indirection } = inner.node;
  return [...listOf(fields), ...listOf(indirection)].some((item) => unwrap(item)?.kind === 'A_Star');
}

export interface Writing {
  readonly changes: readonly RowsChange[];
  /** Expressions in which columns of the target have a meaning, but for RETURNING. */
  readonly reading: readonly (TreeValue | undefined)[];
  readonly readsTarget: boolean;
  readonly merge?: RelationWrite['merge'];
  readonly copies?: boolean;
}

/** `outer`: what the write sees around it. The RangeVar itself is what a rewrite replaces: here it stands without a wrapper. */
export function write(
  walk: Walk,
  node: Tree,
  outer: CteScope,
  { changes, reading, readsTarget, merge = null, copies = false }: Writing,
): void {
  const { relation, returningClause, fromClause, usingClause, sourceRelation } = node;
  const isAlone = [fromClause, usingClause, sourceRelation].every((source) => source === undefined);
  if (!isTree(relation)) {
    walk.refuse(denials.construct('a write without a target'));
    return;
  }
  const use = resolveRelation(walk, relation, relation);
  const isWithin = outer !== NO_CTES;
  if (use !== null)
    walk.writes.push({
      target: use,
      node,
      isWithin,
      readsTarget,
      reading: targetReading(use.alias ?? use.name, reading, undefined),
      returned: returned(use, returningClause, walk.catalog, isAlone),
      changes,
      merge,
      copies,
      truncates: null,
      derives: isWithin || derives(node),
    });
  if (isTree(relation.alias)) walk.visit('Alias', relation.alias, NO_CTES);
}

export function visitReturning(walk: Walk, value: TreeValue | undefined, scope: CteScope): void {
  if (isTree(value)) {
    for (const item of listOf(value.exprs)) {
      const column = unwrap(unwrap(item)?.node.val);
      if (column?.kind === 'ColumnRef') walk.columnNames.returnedStars.add(column.node);
    }
    walk.visit('ReturningClause', value, scope);
  }
  if (!isTree(value) && listOf(value).length > 0) walk.refuse(denials.construct('RETURNING'));
}
