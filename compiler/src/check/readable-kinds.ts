/** Which relations the data path of this version reads, and which hold rows of their own. */
import type { Relation } from '../schema/model.ts';

const tables: ReadonlySet<Relation['kind']> = new Set(['table', 'partitioned table']);
const storing: ReadonlySet<Relation['kind']> = new Set([...tables, 'materialized view']);

/** Whether the proxy lets anyone read a relation of this kind. */
export function isReadableKind(kind: Relation['kind']): boolean {
  return storing.has(kind) || kind === 'view';
}

/** Whether rows are read from the relation itself, so that its own labels are what protects them. */
export function isStoringKind(kind: Relation['kind']): boolean {
  return storing.has(kind);
}

/** Whether rows are put into it one by one. */
export function isTableKind(kind: Relation['kind']): boolean {
  return tables.has(kind);
}
