/** What a live database says of itself, as far as policies can depend on it. Names and types as the catalog prints them. */

export interface LiveDatabase {
  /** Such as `18.4`. */
  readonly serverVersion: string;
  readonly schemas: readonly LiveSchema[];
  readonly extensions: readonly LiveExtension[];
  readonly types: readonly LiveType[];
  readonly relations: readonly LiveRelation[];
  /** Pairs of ids: the first needs the second. */
  readonly needs: readonly (readonly [string, string])[];
}

export interface LiveSchema {
  readonly name: string;
  readonly comment: string | null;
}

export interface LiveExtension {
  readonly name: string;
  readonly schema: string;
}

interface LiveObject {
  readonly id: string;
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
}

export interface LiveType extends LiveObject {
  /** `pg_type.typtype`: base, domain, enum or range. */
  readonly kind: 'b' | 'd' | 'e' | 'r';
  readonly values: readonly string[];
  /** The type of a domain, or the subtype of a range. */
  readonly base: string | null;
  readonly notNull: boolean;
  readonly constraints: readonly LiveConstraint[];
  readonly multirange: readonly [schema: string, name: string] | null;
}

export interface LiveConstraint {
  readonly name: string;
  readonly definition: string;
}

export interface LiveRelation extends LiveObject {
  /** `pg_class.relkind`: table, partitioned table, view, materialized view, foreign table or composite type. */
  readonly kind: 'r' | 'p' | 'v' | 'm' | 'f' | 'c';
  readonly columns: readonly LiveColumn[];
  readonly primaryKey: LiveConstraint | null;
  /** In the order of inheritance. */
  readonly parents: readonly (readonly [schema: string, name: string])[];
  /** Such as `RANGE (at)`. */
  readonly partitionKey: string | null;
  /** Such as `FOR VALUES FROM (1) TO (2)`. */
  readonly partitionBound: string | null;
  readonly definition: string | null;
  readonly options: readonly string[];
  readonly server: string | null;
}

export interface LiveColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Whether tables that inherit from this one need not be NOT NULL. */
  readonly noInherit: boolean;
  /** `pg_attribute.attidentity`. */
  readonly identity: '' | 'a' | 'd';
  /** `pg_attribute.attgenerated`. */
  readonly generated: '' | 's' | 'v';
  readonly expression: string | null;
  readonly comment: string | null;
}
