/** Which relations the data path of this version reads, and which hold rows of their own. */
import type { Relation } from '../schema/model.ts';

const tables: ReadonlySet<Relation['kind']> = new Set(['table', 'partitioned table']);

/** Whether the proxy lets anyone read a relation of this kind. */
export function isReadableKind(kind: Relation['kind']): boolean {
  return tables.has(kind) || kind === 'view';
}

/** Whether rows are read from the relation itself, so that its own labels are what protects them. */
export function isTableKind(kind: Relation['kind']): boolean {
  return tables.has(kind);
}
