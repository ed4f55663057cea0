/** What changes to a table do to the tables that inherit from it, as tablecmds.c does it. */
import type { TypeRef } from '../types/named-type.ts';
import { type ColumnState, findColumn, type RelationState } from './relation-state.ts';

/** Makes `child` inherit from `parent`, whose columns it has already. */
export function link(child: RelationState, parent: RelationState): void {
  if (child.parents.includes(parent)) return;
  child.parents.push(parent);
  parent.children.push(child);
  for (const { name } of parent.columns) {
    const column = findColumn(child, name);
    if (column !== null) column.inherited += 1;
  }
}

/** Ends it: the columns stay, as the child's own. */
export function unlink(child: RelationState, parent: RelationState): void {
  if (!child.parents.includes(parent)) return;
  child.parents = child.parents.filter((other) => other !== parent);
  parent.children = parent.children.filter((other) => other !== child);
  for (const { name } of parent.columns) {
    const column = findColumn(child, name);
    if (column === null) continue;
    column.inherited -= 1;
    column.isLocal = true;
  }
}

/** Adds what `parent` has to the columns of a child in the making: a column that is there already is merged. */
export function mergeColumns(columns: ColumnState[], parent: RelationState): void {
  for (const inherited of parent.columns) {
    const notNull = inherited.notNull && inherited.passesNotNull;
    const column = columns.find((other) => other.name === inherited.name);
    if (column === undefined)
      columns.push({ ...inherited, notNull, passesNotNull: notNull, isLocal: false, inherited: 0 });
    else if (notNull) markNotNull(column);
  }
}

/** Adds a column here and below; a child that has it already merges it, and its own children know it. */
export function addColumn(relation: RelationState, column: ColumnState): void {
  const pending: [RelationState, ColumnState][] = [[relation, column]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [table, added] = next;
    const existing = findColumn(table, added.name);
    if (existing !== null) {
      existing.inherited += added.inherited;
      if (added.notNull) markNotNull(existing);
      continue;
    }
    table.columns.push({ ...added });
    const notNull = added.notNull && added.passesNotNull;
    for (const child of table.children)
      pending.push([child, { ...added, notNull, isLocal: false, inherited: 1 }]);
  }
}

/** Drops a column here, and below where no other parent has it and the child does not define it. */
export function dropColumn(relation: RelationState, name: string, recurse: boolean): void {
  const pending = [relation];
  for (let table = pending.pop(); table !== undefined; table = pending.pop()) {
    table.columns = table.columns.filter((column) => column.name !== name);
    for (const child of table.children) {
      const column = findColumn(child, name);
      if (column === null) continue;
      column.inherited -= 1;
      if (!recurse) column.isLocal = true;
      else if (column.inherited === 0 && !column.isLocal) pending.push(child);
    }
  }
}

/** Whether `relation` is `ancestor` or inherits from it. */
export function inheritsFrom(relation: RelationState, ancestor: RelationState): boolean {
  return family(relation, (table) => table.parents).has(ancestor);
}

/** Renames a column here and below. */
export function renameColumn(relation: RelationState, from: string, to: string): void {
  forEachBelow(relation, from, true, (column) => {
    column.name = to;
  });
}

/** Changes a column's type here and below. */
export function setColumnType(relation: RelationState, name: string, type: TypeRef): void {
  forEachBelow(relation, name, true, (column) => {
    column.type = type;
  });
}

/** SET NOT NULL and DROP NOT NULL. */
export function setNotNull(relation: RelationState, name: string, notNull: boolean, recurse: boolean): void {
  forEachBelow(relation, name, recurse, (column) => {
    column.notNull = notNull;
    column.passesNotNull = notNull;
  });
}

/** NOT NULL that children have too. */
export function markNotNull(column: ColumnState): void {
  column.notNull = true;
  column.passesNotNull = true;
}

function forEachBelow(
  relation: RelationState,
  name: string,
  recurse: boolean,
  change: (column: ColumnState) => void,
): void {
  for (const table of recurse ? family(relation, (parent) => parent.children) : [relation]) {
    const column = findColumn(table, name);
    if (column !== null) change(column);
  }
}

/** A relation with all that are reached from it, each once: inheritance may fork and join. */
function family(
  relation: RelationState,
  next: (relation: RelationState) => readonly RelationState[],
): ReadonlySet<RelationState> {
  const reached = new Set([relation]);
  // A set is iterated up to what is added meanwhile.
  for (const table of reached) for (const other of next(table)) reached.add(other);
  return reached;
}
