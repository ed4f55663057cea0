/**
 * The schema model: what the compiler knows of a database, however it learned it.
 *
 * Names are as the catalog stores them: folded to lower case unless they were quoted. Nothing here knows DDL or
 * policies.
 */
import type { RelationKind } from '@dlpc/runtime/abi';

/** Families of types that masks distinguish. `other` takes only masks that fit every type. */
export type TypeFamily =
  | 'text'
  | 'integer'
  | 'numeric'
  | 'float'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'interval'
  | 'uuid'
  | 'inet'
  | 'bytea'
  | 'json'
  | 'enum'
  | 'array'
  | 'other';

/** {@link ColumnType.text} of a view's column whose type its definition does not tell; no column can have this type. */
export const UNKNOWN_TYPE = 'unknown';

/** A column type, resolved through domains to the family that decides which masks fit. */
export interface ColumnType {
  /** As `pg_catalog.format_type` prints it with an empty search_path: `character varying(40)`, `public.mood[]`. */
  readonly text: string;
  /**
   * The type below the domains, as `format_type` prints it; equal to {@link text} where there is no domain. Masks have
   * this type: a mask need not satisfy a domain's constraints, and the wire reports a domain as its base type.
   */
  readonly base: string;
  readonly family: TypeFamily;
  /** Whether equality of this text type ignores case (`citext`). */
  readonly ignoresCase: boolean;
  /** Most characters that a text type holds; null where it is unbounded or no text. */
  readonly maxLength: number | null;
  /** The values of an enum in order; null for other families. */
  readonly enumValues: readonly string[] | null;
}

/** A column by the key of its relation and its name. */
export interface ColumnKey {
  /** `relationKey` of the relation. */
  readonly relation: string;
  readonly column: string;
}

/** What the values of a column are computed from. */
export interface Derivation {
  /** Ordered by key. Views among them are not followed further. */
  readonly columns: readonly ColumnKey[];
  /**
   * Why the text does not tell what exactly: half a sentence without a full stop. Then {@link columns} are all that the
   * definition reads, and there may be more. Null where they are all there is.
   */
  readonly opaque: string | null;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  /**
   * Of a view's column, a generated one, one that a query filled (CREATE TABLE AS) or that was made LIKE another; null for a
   * column that is filled from outside.
   */
  readonly derivation: Derivation | null;
}

/** A component schema, or an operation, of an API, whose fields are columns. */
export type ApiObjectKind = 'schema' | 'operation';

export interface Relation {
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind | ApiObjectKind;
  /** In attribute order, inherited ones included. */
  readonly columns: readonly Column[];
  /** Keys (`relationKey`) of the tables this one inherits from or is a partition of. */
  readonly parents: readonly string[];
  /** Columns by which a partitioned table chooses among its partitions, by name; absent for any other relation. */
  readonly partitionKey?: readonly string[];
  /** What decides which rows a view has; null for what is no view. */
  readonly rows: Derivation | null;
}

/** One database. */
export interface Schema {
  /** Keyed by `relationKey(schema, name)`, in the order of the text. */
  readonly relations: ReadonlyMap<string, Relation>;
  /** Names of functions that the text makes, whatever their schema and arguments. */
  readonly functions: ReadonlySet<string>;
}
