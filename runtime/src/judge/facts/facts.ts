/**
 * What a statement does, found from its text and the catalog alone. Whoever sends it, the facts are the same, so they
 * are collected once and kept; what a caller may do with them is decided elsewhere.
 */
import type { Action } from '../../abi.ts';
import type { Denial, NoticeSetting, PreparedBySql } from '../../pgwire/gate.ts';
import type { ParsedText, Tree, TreeValue } from '../parse/tree.ts';
import type { ColumnNames } from './column-names.ts';
import type { LookupReading } from './read-lookup.ts';
import type { TargetReading } from './target-reading.ts';

/** One reference to a relation that exists in the catalog. */
export interface RelationUse {
  /** As the server would resolve it. */
  readonly schema: string;
  readonly name: string;
  /** The name under which the rest of the query knows it. */
  readonly alias: string | null;
  /** Whether it gives names of its own to the columns, in their order. */
  readonly renamesColumns: boolean;
  /** `ONLY`, which a subquery cannot take the place of. */
  readonly only: boolean;
  /** Written as `TABLE name`, where no subquery can stand. */
  readonly tableForm: boolean;
  /** The wrapper `{ RangeVar }` in the tree. */
  readonly wrapper: Tree;
  /** Where its name starts, in bytes of UTF-8. */
  readonly location: number;
  /** Null where all of its rows are read. */
  readonly sample: TableSample | null;
}

/** TABLESAMPLE. */
export interface TableSample {
  /** The wrapper `{ RangeTableSample }` in the tree, around that of the relation. */
  readonly wrapper: Tree;
  /** Where the name of its method starts, in bytes of UTF-8. */
  readonly location: number;
  /** Whether which rows it takes depends on where they lie. */
  readonly tellsPlaces: boolean;
  /** How much it takes, as SQL; null for what is neither a number nor a parameter. */
  readonly share: string | null;
}

/** One way in which a statement changes rows of its target: `INSERT … ON CONFLICT DO UPDATE` has two. */
export interface RowsChange {
  readonly action: Exclude<Action, 'select'>;
  /** Whether it has no condition, or one that holds for all rows or for none. */
  readonly lacksWhere: boolean;
  /** The columns that are named as given a value; null where an INSERT names none, which means the first ones, or all. */
  readonly columns: readonly string[] | null;
  /** Those of which a part alone is given: `tags[1]`. */
  readonly inPart: readonly string[];
  /** The values in the order of the columns, a list for each row; null where they come from a query that does not name them one by one. */
  readonly values: readonly (readonly TreeValue[])[] | null;
}

/** A column of the target in RETURNING. */
export interface ReturnedColumn {
  /** The wrapper `{ ColumnRef }` in the tree. */
  readonly wrapper: Tree;
  /** The name of the row: the target's, or that of the row before or after the change. */
  readonly row: string;
  readonly column: string;
  /** Names that stand there: one, or two with that of the row. */
  readonly parts: number;
  /** In bytes of UTF-8. */
  readonly location: number;
}

/** `*` or `t.*` in RETURNING. */
export interface ReturnedStar {
  /** The wrapper `{ ResTarget }` in the tree. */
  readonly item: Tree;
  readonly row: string;
  readonly parts: number;
  readonly location: number;
}

/** RETURNING: what in it surely means columns of the target, and by which names the rest of it could read others. */
export interface Returned {
  /** The ReturningClause. */
  readonly clause: Tree;
  readonly columns: readonly ReturnedColumn[];
  readonly stars: readonly ReturnedStar[];
  readonly reading: TargetReading;
}

/** What a statement, or one within its WITH, writes to. */
export interface RelationWrite {
  readonly target: RelationUse;
  /** The InsertStmt, UpdateStmt, DeleteStmt, MergeStmt, CopyStmt or TruncateStmt. */
  readonly node: Tree;
  /** Whether it stands within the WITH of another statement. */
  readonly isWithin: boolean;
  /** Whether it also reads the target: in conditions, in what it sets, or to give rows back. */
  readonly readsTarget: boolean;
  /** By which names, RETURNING apart. */
  readonly reading: TargetReading;
  /** Null without RETURNING. */
  readonly returned: Returned | null;
  /** None for a MERGE that does nothing; else at least one. */
  readonly changes: readonly RowsChange[];
  /** Whether it is COPY, whose rows come on the wire. */
  readonly copies: boolean;
  /** Of TRUNCATE; null for everything else. */
  readonly truncates: { readonly restartsIdentity: boolean } | null;
  /** Of a MERGE: whether a clause of it is about rows of the target that no row of the source matches. Null for everything else. */
  readonly merge: { readonly bySource: boolean } | null;
  /** Whether it reads relations of the statement's own making, whose columns may be others under another name. */
  readonly derives: boolean;
}

/** A relation that is locked, or whose rows are. */
export interface RelationLock {
  readonly use: RelationUse;
  /** `SELECT … FOR UPDATE` and the like; else `LOCK TABLE`. */
  readonly ofRows: boolean;
  /** Of these, one must be allowed besides reading; none, where it is empty. */
  readonly needs: readonly Exclude<Action, 'select'>[];
  /** Whether every row may be met by it. */
  readonly lacksWhere: boolean;
  /** Whether the server would lock the same rows were it a subquery: nothing is joined with it, limited, or compared with another query. */
  readonly alone: boolean;
}

/** A statement that reads one table alone, and locks rows of it. */
export interface LockedQuery {
  /** Its one read. */
  readonly use: RelationUse;
  /** The SelectStmt. */
  readonly node: Tree;
  /** What its select list shows; the clause has it as `exprs`. */
  readonly shown: Returned;
  /** By which names it chooses, sorts and counts off rows. */
  readonly choosing: TargetReading;
}

/** `COPY relation TO STDOUT`. */
export interface CopiedRelation {
  readonly use: RelationUse;
  /** The CopyStmt. */
  readonly node: Tree;
  /** The columns that go out, in their order: those that are listed, else all that are not generated. */
  readonly columns: readonly string[];
  readonly listsColumns: boolean;
  /** Whether it is a table with none below it: then what is copied is what a SELECT reads. */
  readonly isAlone: boolean;
}

/** A condition that could be asked of a stored column in place of its mask; see `lookups.ts`. */
export interface Lookup extends Omit<LookupReading, 'column'> {
  /** What it is about: one of {@link StatementFacts.reads}. */
  readonly use: RelationUse;
  readonly column: string;
}

/** `nextval` draws, `currval` and `lastval` recall what the session drew, `setval` sets. */
export interface SequenceCall {
  readonly does: 'draw' | 'recall' | 'set';
  /** As the server would resolve it; null for whichever the session drew from last. */
  readonly sequence: { readonly schema: string; readonly name: string } | null;
  /** Where the name of the function starts, in bytes of UTF-8. */
  readonly location: number;
}

/** Calls that are refused unless more is known of the statement than their names. */
export interface GuardedCalls {
  readonly sequences: readonly SequenceCall[];
  /** Of functions that pass where nothing protected is read. */
  readonly apart: readonly { readonly name: string; readonly location: number }[];
  /** FuncCall nodes of `current_setting` whose setting is not named by a literal. */
  readonly settings: readonly Tree[];
}

/** `DECLARE`. */
export interface DeclaredCursor {
  readonly name: string;
  /** `WITH HOLD` */
  readonly holds: boolean;
  /** The DeclareCursorStmt, where it leaves open whether the cursor scrolls, which the server then says by its plan; else null. */
  readonly open: Tree | null;
}

export interface StatementFacts {
  /** What it does to the prepared statements of the session; null for nothing. */
  readonly prepared: PreparedBySql | null;
  /** The cursor that it declares; null for nothing. */
  readonly declares: DeclaredCursor | null;
  /** The name of the cursor or portal that it reads; null for none. */
  readonly fetches: string | null;
  /** For logs and refusals: `SELECT`, `EXPLAIN`, `SET`. */
  readonly command: string;
  readonly reads: readonly RelationUse[];
  /** One for each statement that writes: several where some stand in WITH, in the order in which they end. */
  readonly writes: readonly RelationWrite[];
  /** Those of rows are among {@link reads} too. */
  readonly locks: readonly RelationLock[];
  /** Wherever they stand in it. */
  readonly lockedQueries: readonly LockedQuery[];
  /** A relation that is copied as such; it is among {@link reads}. */
  readonly copied: CopiedRelation | null;
  /** ColumnRef nodes that name the schema of their table, which a masked relation no longer has. */
  readonly schemaColumns: readonly Tree[];
  /** Names of system columns that stand anywhere in it. */
  readonly systemColumns: ReadonlySet<string>;
  /** Whether a `*` stands for columns anywhere in it. */
  readonly usesStar: boolean;
  readonly columnNames: ColumnNames;
  readonly lookups: readonly Lookup[];
  /** Names that the statement itself gives: aliases and common table expressions. */
  readonly givenNames: ReadonlySet<string>;
  /** FuncCall nodes that mean a built-in function and leave its schema out. */
  readonly unqualifiedCalls: readonly Tree[];
  readonly calls: GuardedCalls;
  /** Whether these facts hold for the same text with other constants in it. */
  readonly sharedByConstants: boolean;
  /** Whether its conditions could tell of rows that a filter takes out, were they evaluated before it. */
  readonly mayTell: () => boolean;
  /** Whether it makes the server forget all prepared statements. */
  readonly forgetsPrepared: boolean;
  /** What it does to the setting by which clients ask for notices of masks; null for nothing. */
  readonly notices: NoticeSetting | null;
  /** Whether the answer shows the server's plan, which depends on statistics of stored values. */
  readonly showsPlan: boolean;
}

/** What one query string does, or why that cannot be told. */
export type TextFacts =
  | {
      readonly kind: 'facts';
      readonly tree: ParsedText;
      readonly statements: readonly StatementFacts[];
      /** About what they take of memory. */
      readonly bytes: number;
    }
  | {
      readonly kind: 'refused';
      readonly denial: Denial;
      /** Whether the same text may be judged otherwise the next time, so that this must not be kept. */
      readonly transient: boolean;
    };
