/**
 * What a DDL text says of a database besides its schema: what runs when a relation is written, what views are made of, and the
 * functions, operators and casts that somebody added. Collected while the text is read; knows nothing of policies.
 */
import type { ForeignKeyEnd, LiveCheck, LiveIndex, RowExpression } from '@dlpc/runtime/catalog/catalog';
import type { Database } from '../../schema/ddl/database.ts';
import type { RelationState } from '../../schema/ddl/relation-state.ts';
import type { NamedType } from '../../schema/types/named-type.ts';

/** A foreign key, by the names of columns at both ends. */
export interface ForeignKey {
  readonly name: string;
  columns: readonly string[];
  readonly target: RelationState;
  targetColumns: readonly string[];
  /** What becomes of rows here when those that it refers to change: CASCADE, SET NULL, SET DEFAULT. */
  readonly onDelete: ForeignKeyEnd['onDelete'];
  readonly onUpdate: boolean;
}

/** What belongs to one relation. Texts are SQL as the author wrote it. */
export interface Effects {
  readonly triggers: Set<string>;
  readonly rules: Set<string>;
  /** By column: its default, or what it is generated as; null for an identity column. */
  readonly defaults: Map<string, string | null>;
  /** By column: the columns that it is generated from. */
  readonly generatedFrom: Map<string, readonly string[]>;
  /** Columns that are declared with a collation which takes different texts for equal. */
  readonly nondeterministic: Set<string>;
  /** By the name of the constraint. */
  readonly checks: Map<string, LiveCheck>;
  /** By name, also those behind constraints. */
  readonly indexes: Map<string, LiveIndex>;
  /** By the name of the policy for row security. */
  readonly rowPolicies: Map<string, readonly RowExpression[]>;
  /** Columns that decide to which partition a row belongs. */
  partitionKey: readonly string[];
  readonly foreignKeys: ForeignKey[];
  primaryKey: readonly string[];
  /** The query of a view, with a schema before each relation of it. */
  definition: string | null;
  securityBarrier: boolean;
}

export interface Sequence {
  readonly schema: string;
  readonly name: string;
  /** The column that owns it, by relation, so that it goes where that goes; null for one of nobody. */
  owner: { readonly relation: RelationState; column: string } | null;
}

/** Something added that names lead to. */
export interface Added {
  readonly schema: string;
  readonly name: string;
}

export class Surroundings {
  readonly database: Database;
  readonly #effects = new Map<RelationState, Effects>();
  readonly sequences: Sequence[] = [];
  /** The other ranges and multiranges. */
  readonly ranges = new Set<NamedType>();
  /** Ranges and multiranges whose values something added orders, canonicalises or measures. */
  readonly callingRanges = new Set<NamedType>();
  readonly functions: Added[] = [];
  readonly operators: Added[] = [];
  /** Names of collations that take different texts for equal. */
  readonly nondeterministicCollations = new Set<string>();
  /** Names of operator classes. */
  readonly operatorClasses = new Set<string>();
  /** By schema and name of the domain, the name of each constraint and its expression. */
  readonly domainChecks = new Map<string, Map<string, string>>();
  readonly extensions: { readonly name: string; readonly schema: string }[] = [];
  /** Casts with a function and operator classes, by what tells them apart. */
  readonly silentCalls = new Map<string, string>();

  constructor(database: Database) {
    this.database = database;
  }

  /** What is known of a relation; empty at first. */
  of(relation: RelationState): Effects {
    let effects = this.#effects.get(relation);
    if (effects === undefined) {
      effects = noEffects();
      this.#effects.set(relation, effects);
    }
    return effects;
  }
}

function noEffects(): Effects {
  return {
    triggers: new Set(),
    rules: new Set(),
    defaults: new Map(),
    generatedFrom: new Map(),
    nondeterministic: new Set(),
    checks: new Map(),
    indexes: new Map(),
    rowPolicies: new Map(),
    partitionKey: [],
    foreignKeys: [],
    primaryKey: [],
    definition: null,
    securityBarrier: false,
  };
}
