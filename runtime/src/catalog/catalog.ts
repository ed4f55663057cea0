/** What the proxy knows of the live server: a snapshot, compared with the bundle and asked when names are resolved. */

export interface LiveColumn {
  readonly name: string;
  /** As `format_type` prints it with an empty search_path. */
  readonly type: string;
  /** Key of its type in {@link Catalog.types}; null where that came with the server. */
  readonly addedType: string | null;
  /** Whether it is text in a collation that takes different texts for equal. */
  readonly nondeterministic: boolean;
  /** The columns that it is generated from; empty for one that is not generated. */
  readonly generatedFrom: readonly string[];
}

/** SQL that the server evaluates over the columns of one row. */
export interface RowExpression {
  readonly sql: string;
  /** The columns that it reads: all of them where it takes the row as a whole. */
  readonly columns: readonly string[];
}

export interface LiveDefault {
  readonly column: string;
  /** Null for an identity column, which draws from its sequence. */
  readonly sql: string | null;
  /** Computed from other columns, each time that a row is written. */
  readonly isGenerated: boolean;
}

export interface LiveCheck extends RowExpression {
  /** Whether every row there is satisfies it. */
  readonly validated: boolean;
}

export interface LiveIndex {
  /** Name of the access method: `btree`. */
  readonly method: string;
  /** Whether it compares new rows with those there are: a unique index, or an exclusion constraint. */
  readonly compares: boolean;
  /** Whether it does so by equality. */
  readonly unique: boolean;
  /** Plain columns among those by which rows are compared or found. */
  readonly keys: readonly string[];
  /** Every column on which its entries depend: those, and the ones of expressions, of its predicate, and of INCLUDE. */
  readonly columns: readonly string[];
  readonly expressions: readonly string[];
  /** Whether a row with a NULL among {@link keys} conflicts with none. */
  readonly nullsDistinct: boolean;
}

/** A foreign key from one of its ends. */
export interface ForeignKeyEnd {
  /** Columns here, in the order of {@link otherColumns}. */
  readonly columns: readonly string[];
  /** Key of the relation at the other end. */
  readonly other: string;
  readonly otherColumns: readonly string[];
  /** What becomes of rows at the referring end when referred ones are deleted: CASCADE deletes, SET NULL and SET DEFAULT update them. */
  readonly onDelete: 'delete' | 'update' | null;
  /** Whether they are updated when referred ones are. */
  readonly onUpdate: boolean;
}

/** What runs, besides the statement itself, when a relation is written, and what the new rows are compared with. */
export interface WriteEffects {
  /** Triggers and rules, which may run anything: `the trigger audit`. */
  readonly calls: readonly string[];
  readonly defaults: readonly LiveDefault[];
  readonly checks: readonly LiveCheck[];
  readonly indexes: readonly LiveIndex[];
  readonly rowSecurity: readonly RowExpression[];
  /** Columns that decide to which partition a row belongs. */
  readonly partitionKey: readonly string[];
  /** To other tables. */
  readonly references: readonly ForeignKeyEnd[];
  /** From other tables. */
  readonly referencedBy: readonly ForeignKeyEnd[];
}

export const NO_WRITE_EFFECTS: WriteEffects = {
  calls: [],
  defaults: [],
  checks: [],
  indexes: [],
  rowSecurity: [],
  partitionKey: [],
  references: [],
  referencedBy: [],
};

/** A relation of the server, system ones included. */
export interface LiveRelation {
  readonly schema: string;
  readonly name: string;
  /** `pg_class.relkind`: r table, p partitioned, v view, m materialized view, f foreign, S sequence. */
  readonly relkind: string;
  /** Made by initdb, so that its meaning is known. */
  readonly builtIn: boolean;
  readonly columns: readonly LiveColumn[];
  /** The query of a view or a materialized view, every name with its schema; null for everything else. */
  readonly definition: string | null;
  /** Whether a view is a `security_barrier`. */
  readonly securityBarrier: boolean;
  /** Keys of the tables it inherits from or is a partition of. */
  readonly parents: readonly string[];
  readonly onWrite: WriteEffects;
}

/** A function, operator or type that somebody added to the server. */
export interface AddedObject {
  readonly schema: string;
  /** The extension that it belongs to. */
  readonly extension: string | null;
}

export interface AddedType extends AddedObject {
  /** By which a client names the type of a parameter. */
  readonly oid: number;
  /** `pg_type.typtype`: b base, which arrays are too, c composite, d domain, e enum, r range, m multirange. */
  readonly typtype: string;
  /** Keys of the added types that its values are made of: below a domain or a range, in an array, in a row. */
  readonly parts: readonly string[];
  /** Of a domain, the type below it, as `format_type` prints it. */
  readonly base: string | null;
  /** Of a domain, the expressions that its values must satisfy. */
  readonly checks: readonly string[];
  /** Of a range and its multirange: whether what was added orders, canonicalises or measures their values. */
  readonly rangeCalls: boolean;
  /** What is known of it. Nothing, as the snapshot is read: expressions have to be judged. */
  readonly conduct: TypeConduct;
}

/**
 * What the server may run to make a value of a type. `computes`: built-ins at most. `opaque`: the input function that somebody wrote, where a text is
 * converted to it; a value that is stored already may be shown. `acts`: expressions that may read anything, wherever a text
 * meets a value of it, as in `array_append(stored, 'text')`.
 */
export type TypeConduct = 'computes' | 'opaque' | 'acts';

export interface SessionGround {
  /** `current_user`, whom `"$user"` stands for. */
  readonly role: string;
  /** The setting `search_path` as it is written. */
  readonly searchPath: string;
}

/** A stored column, as RowDescription names the origin of a plain one. */
export interface ColumnOrigin {
  /** Key of its table. */
  readonly relation: string;
  readonly column: string;
}

/** A snapshot. Names are as stored; maps are keyed by bare name where several schemas may hold it. */
export interface Catalog {
  /** Changes whenever anything below does. */
  readonly version: string;
  /** `server_version_num`. */
  readonly serverVersion: number;
  /** Encoding of the database, as PostgreSQL names it: `UTF8`, `LATIN1`. */
  readonly encoding: string;
  /** `current_schemas(true)` of the role that sessions use, implicit schemas included. */
  readonly searchPath: readonly string[];
  /** What {@link searchPath} was made of: a session in which one of both is another would give names another meaning. */
  readonly ground: SessionGround;
  /** The columns of tables and materialized views that are not the server's own, by {@link originKey}. */
  readonly origins: ReadonlyMap<string, ColumnOrigin>;
  /** Keyed by `relationKey`. */
  readonly relations: ReadonlyMap<string, LiveRelation>;
  /** By the key of a sequence, the columns that own it, or whose default draws from it; none for one of nobody. */
  readonly sequences: ReadonlyMap<string, readonly ColumnOrigin[]>;
  readonly addedFunctions: ReadonlyMap<string, readonly AddedObject[]>;
  readonly addedOperators: ReadonlyMap<string, readonly AddedObject[]>;
  /** Types that were added, by `relationKey` of schema and name; arrays and rows of tables are among them. */
  readonly types: ReadonlyMap<string, AddedType>;
  /**
   * What was added, by nothing trusted, that the server may run without its name in a statement: casts with a function, and
   * default operator classes by which values of a built-in type, of an enum or of a row are sorted or hashed. For people: `the cast (integer AS text)`.
   */
  readonly silentCalls: readonly string[];
}

/** By the numbers that the wire has: `pg_class.oid` and `pg_attribute.attnum`. */
export function originKey(relation: number, column: number): string {
  return `${relation}.${column}`;
}
