/** A relation while a text is read, and its columns with what inheritance must know of them. */
import type { RelationKind } from '@dlpc/runtime/abi';
import { type Lineage, NOTHING } from '../query/lineage.ts';
import type { TypeRef } from '../types/named-type.ts';

export interface ColumnState {
  name: string;
  /** Null for a view's column whose type its definition does not tell. */
  type: TypeRef | null;
  notNull: boolean;
  /** Whether children are NOT NULL too; `NOT NULL … NO INHERIT` is not passed on. */
  passesNotNull: boolean;
  /** Defined on this table itself, also where a parent has it. */
  isLocal: boolean;
  /** How many parents it comes from. */
  inherited: number;
  /** What a view's, a generated or a copied column is computed from: other {@link ColumnState}s. Null for any other. */
  derivation: Lineage | null;
}

/** A composite type has columns too, which tables of that type share. */
export type StateKind = RelationKind | 'composite type';

/** Objects, so that a child follows when its parent is renamed or moved. */
export interface RelationState {
  schema: string;
  name: string;
  kind: StateKind;
  columns: ColumnState[];
  /** Tables inherited from, the partitioned table, or the type of a typed table. */
  parents: RelationState[];
  children: RelationState[];
  /** Relations that the definition of a view reads. */
  readonly reads: ReadonlySet<RelationState>;
  /** Columns that decide which rows a view has. */
  rows: Lineage;
  /** Columns by which a partitioned table chooses among its partitions. */
  partitionKey: readonly ColumnState[];
  /** Columns by the name of a unique index, which a primary key may be made of. */
  readonly indexes: Map<string, readonly string[]>;
}

/** A relation without parents. */
export function relationState(
  place: { readonly schema: string; readonly name: string },
  kind: StateKind,
  columns: ColumnState[],
  reads: ReadonlySet<RelationState> = new Set(),
): RelationState {
  return {
    ...place,
    ...{ kind, columns, parents: [], children: [], reads },
    ...{ rows: NOTHING, partitionKey: [], indexes: new Map() },
  };
}

/** A column of the relation's own. */
export function ownColumn(
  name: string,
  type: TypeRef | null,
  { notNull = false, derivation = null }: { notNull?: boolean; derivation?: Lineage | null } = {},
): ColumnState {
  return { name, type, notNull, passesNotNull: notNull, isLocal: true, inherited: 0, derivation };
}

/** The column called `name`. */
export function findColumn(relation: RelationState, name: string): ColumnState | null {
  return relation.columns.find((column) => column.name === name) ?? null;
}
