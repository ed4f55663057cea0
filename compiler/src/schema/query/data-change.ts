/**
 * INSERT, UPDATE, DELETE and MERGE: what RETURNING gives is what is stored afterwards, so that a column there comes from itself
 * and from what is written into it.
 */
import type { Action } from '@dlpc/runtime/abi';
import type {
  DeleteStmt,
  InsertStmt,
  MergeStmt,
  Node,
  OnConflictClause,
  RangeVar,
  ReturningClause,
  UpdateStmt,
} from 'libpg-query';
import { as } from '../parse/node.ts';
import type { CatalogRelation } from './catalog.ts';
import { withCommonTables } from './common-tables.ts';
import { expressionLineage } from './expression.ts';
import { relationItem, scopeItem } from './from-clause.ts';
import { type Lineage, NOTHING, opaque, union } from './lineage.ts';
import { type QueryShape, type Reading, type Scope, type ScopeItem, scopeOf, tableItem } from './scope.ts';
import { targetColumns } from './target-columns.ts';
import { Written } from './written.ts';

/** Null for a statement of another kind. */
export function dataChange(
  reading: Reading,
  statement: Node | undefined,
  outer: Scope | null,
): QueryShape | null {
  if (statement === undefined) return null;
  if ('InsertStmt' in statement) return insert(reading, statement.InsertStmt, outer);
  if ('UpdateStmt' in statement) return update(reading, statement.UpdateStmt, outer);
  if ('DeleteStmt' in statement) return remove(reading, statement.DeleteStmt, outer);
  if ('MergeStmt' in statement) return merge(reading, statement.MergeStmt, outer);
  return null;
}

function insert(around: Reading, node: InsertStmt, outer: Scope | null): QueryShape {
  const reading = withCommonTables(around, node.withClause, outer);
  const change = begin(reading, node.relation, ['insert']);
  if (change === null) return unknownTarget(node.returningClause);
  const source = node.selectStmt === undefined ? null : reading.readQuery(reading, node.selectStmt, outer);
  change.written.insert(node.cols, source === null ? [] : source.columns);
  const rows = [source?.rows ?? NOTHING, onConflict(change, node.onConflictClause, outer)];
  return returning(change, node.returningClause, [], rows, outer);
}

function update(around: Reading, node: UpdateStmt, outer: Scope | null): QueryShape {
  const reading = withCommonTables(around, node.withClause, outer);
  const change = begin(reading, node.relation, ['update']);
  if (change === null) return unknownTarget(node.returningClause);
  const items = from(change, node.fromClause, outer);
  const scope = scopeOf([change.item, ...items], outer);
  change.written.set(node.targetList, (value) => expressionLineage(reading, scope, value));
  const rows = [expressionLineage(reading, scope, node.whereClause)];
  return returning(change, node.returningClause, items, rows, outer);
}

function remove(around: Reading, node: DeleteStmt, outer: Scope | null): QueryShape {
  const reading = withCommonTables(around, node.withClause, outer);
  const change = begin(reading, node.relation, ['delete']);
  if (change === null) return unknownTarget(node.returningClause);
  const items = from(change, node.usingClause, outer);
  const scope = scopeOf([change.item, ...items], outer);
  const rows = [expressionLineage(reading, scope, node.whereClause)];
  return returning(change, node.returningClause, items, rows, outer);
}

function merge(around: Reading, node: MergeStmt, outer: Scope | null): QueryShape {
  const reading = withCommonTables(around, node.withClause, outer);
  const clauses = (node.mergeWhenClauses ?? []).flatMap((clause) => as('MergeWhenClause', clause) ?? []);
  const actions = clauses.flatMap(({ commandType }) => MERGE_ACTIONS.get(commandType ?? '') ?? []);
  const change = begin(reading, node.relation, ['select', ...actions]);
  if (change === null) return unknownTarget(node.returningClause);
  const items = from(change, node.sourceRelation === undefined ? [] : [node.sourceRelation], outer);
  const scope = scopeOf([change.item, ...items], outer);
  const rows = [expressionLineage(reading, scope, node.joinCondition)];
  for (const { condition, commandType, targetList, values } of clauses) {
    rows.push(expressionLineage(reading, scope, condition));
    const lineage = (value: Node | undefined) => expressionLineage(reading, scope, value);
    if (commandType === 'CMD_INSERT')
      change.written.insert(
        targetList,
        (values ?? []).map((value) => ({ value: lineage(value) })),
      );
    else change.written.set(targetList, lineage);
  }
  return returning(change, node.returningClause, items, rows, outer);
}

const MERGE_ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['CMD_INSERT', 'insert'],
  ['CMD_UPDATE', 'update'],
  ['CMD_DELETE', 'delete'],
]);

/** A change in the making. */
interface Change {
  readonly reading: Reading;
  readonly relation: CatalogRelation;
  readonly range: RangeVar;
  /** The target as it was before. */
  readonly item: ScopeItem;
  readonly written: Written;
}

function begin(reading: Reading, range: RangeVar | undefined, actions: readonly Action[]): Change | null {
  const { catalog, log } = reading;
  const relation = range && catalog.findRelation(range.schemaname, range.relname ?? '');
  if (range === undefined || relation == null) {
    log.addUnknown(range?.relname ?? '');
    return null;
  }
  for (const action of actions) log.add(relation, action);
  return { reading, relation, range, item: relationItem(relation, range), written: new Written(relation) };
}

function unknownTarget(clause: ReturningClause | undefined): QueryShape {
  return {
    columns: clause === undefined ? [] : null,
    rows: opaque('the table that is written is not known'),
  };
}

function from(
  { reading, item }: Change,
  nodes: readonly Node[] | undefined,
  outer: Scope | null,
): readonly ScopeItem[] {
  const items: ScopeItem[] = [];
  for (const node of nodes ?? []) items.push(scopeItem(reading, node, [item, ...items], outer));
  return items;
}

function onConflict(change: Change, clause: OnConflictClause | undefined, outer: Scope | null): Lineage {
  if (clause === undefined) return NOTHING;
  const { reading, item, relation, written } = change;
  const [table] = item.tables;
  const proposed =
    table === undefined ? [] : [{ ...written.tableAfter(table), name: 'excluded', schema: null }];
  // The proposed row is seen by its name alone.
  const excluded: ScopeItem = { columns: [], tables: proposed, rows: NOTHING };
  const scope = scopeOf([item, excluded], outer);
  if (clause.action === 'ONCONFLICT_UPDATE') {
    reading.log.add(relation, 'update');
    written.set(clause.targetList, (value) => expressionLineage(reading, scope, value));
  }
  // Which rows there are depends on those that stand there already.
  const keys = relation.columns.map(({ origin }) => ({ origins: new Set([origin]), opaque: null }));
  return union([...keys, expressionLineage(reading, scope, clause.whereClause)]);
}

/** RETURNING sees the row as it is then, as `new`, and as it was, as `old`. */
function returning(
  change: Change,
  clause: ReturningClause | undefined,
  items: readonly ScopeItem[],
  conditions: readonly Lineage[],
  outer: Scope | null,
): QueryShape {
  const { reading, item, written, relation } = change;
  const rows = union([...items.map((one) => one.rows), ...conditions]);
  const own = relation.columns.map(({ origin }) => origin);
  const read = union([rows, written.all]).origins;
  if (own.some((origin) => read.has(origin))) reading.log.add(relation, 'select');
  if (clause === undefined) return { columns: [], rows };
  reading.log.add(relation, 'select');
  const [table] = item.tables;
  if (table === undefined) return { columns: null, rows };
  const after = written.tableAfter(table);
  const named = (clause.options ?? []).flatMap((node) => as('ReturningOption', node) ?? []);
  const renamed = (option: string, name: string): string =>
    named.find((one) => one.option === option)?.value ?? name;
  const versions: ScopeItem = {
    columns: [],
    tables: [
      { ...table, name: renamed('RETURNING_OPTION_OLD', 'old'), schema: null },
      { ...after, name: renamed('RETURNING_OPTION_NEW', 'new'), schema: null },
    ],
    rows: NOTHING,
  };
  const scope = scopeOf([tableItem(after), ...items, versions], outer);
  return { columns: targetColumns(reading, clause.exprs, scope), rows };
}
