/** The entries of two sides, each with the one that it corresponds to; null where one side has none. */
import { type ColumnEntry, type RelationEntry, relationKey } from '@dlpc/runtime/abi';
import type { IrSource } from '../../ir/ir.ts';

export type Paired<T> = readonly [before: T | null, after: T | null];

/** By key, in the order of the new side, then what only the old one has. */
export function paired<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (entry: T) => string,
): readonly Paired<T>[] {
  const old = new Map(before.map((entry) => [keyOf(entry), entry]));
  const now = new Map(after.map((entry) => [keyOf(entry), entry]));
  const gone = [...old].filter(([key]) => !now.has(key));
  return [
    ...[...now].map(([key, entry]): Paired<T> => [old.get(key) ?? null, entry]),
    ...gone.map(([, entry]): Paired<T> => [entry, null]),
  ];
}

export function pairedRelations(before: IrSource, after: IrSource): readonly Paired<RelationEntry>[] {
  return paired(before.relations, after.relations, ({ schema, name }) => relationKey(schema, name));
}

export function pairedColumns([before, after]: Paired<RelationEntry>): readonly Paired<ColumnEntry>[] {
  return paired(before?.columns ?? [], after?.columns ?? [], ({ name }) => name);
}

/** The one that there is: for its name. */
export function either<T>([before, after]: Paired<T>): T {
  const one = after ?? before;
  if (one === null) throw new Error('a pair has an entry');
  return one;
}
