/** Which relations the data path of this version reads. */
import type { RelationKind } from '@dlpc/runtime/abi';

const readable: ReadonlySet<RelationKind> = new Set<RelationKind>(['table', 'partitioned table']);

/** Whether the proxy lets anyone read a relation of this kind. */
export function isReadableKind(kind: RelationKind): boolean {
  return readable.has(kind);
}
