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

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
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
}

/** One database. */
export interface Schema {
  /** Keyed by `relationKey(schema, name)`, in the order of the text. */
  readonly relations: ReadonlyMap<string, Relation>;
}
