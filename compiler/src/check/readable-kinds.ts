/** Which relations the data path of this version reads, and which hold rows of their own. */
import type { RelationKind } from '@dlpc/runtime/abi';

const tables: ReadonlySet<RelationKind> = new Set<RelationKind>(['table', 'partitioned table']);

/** Whether the proxy lets anyone read a relation of this kind. */
export function isReadableKind(kind: RelationKind): boolean {
  return tables.has(kind) || kind === 'view';
}

/** Whether rows are read from the relation itself, so that its own labels are what protects them. */
export function isTableKind(kind: RelationKind): boolean {
  return tables.has(kind);
}
