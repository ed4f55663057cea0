/**
 * The bound form: every name of the policy files led to the thing that it names.
 *
 * What holds: a reference that is here exists. A statement, target or classification whose name led nowhere is left
 * out, has been reported, and is remembered in {@link Gaps}, so that nobody concludes from what is missing.
 */
import type {
  ActionName,
  AlertBudgetStatement,
  AlertStatement,
  AllowStatement,
  ApiDeclaration,
  ApproveStatement,
  ClaimDeclaration,
  ClassifyDeclaration,
  DatabaseDeclaration,
  DeclassifyStatement,
  DefaultMaskDeclaration,
  DenyStatement,
  DetectorDeclaration,
  FilterStatement,
  GroupDeclaration,
  IdentityDeclaration,
  LabelNode,
  LimitStatement,
  MaskStatement,
  PolicyDeclaration,
  RelationReference,
  RevealStatement,
  SourceBlock,
  Span,
  SqlAccess,
  TreatmentTarget,
} from '@dlpc/language';
import type {
  Action,
  Approval,
  BudgetPeriod,
  BudgetUnit,
  ClaimType,
  Effect,
  RecordLevel,
} from '@dlpc/runtime/abi';
import type { Finder } from '../detectors/finder.ts';
import type { JsonPath } from '../masks/json/json-path.ts';
import type { ApiOperation } from '../openapi/model/api-model.ts';
import type { RowConditionReading } from '../row-conditions/row-condition-reading.ts';
import type { Column, Relation, Schema } from '../schema/model.ts';
import type { ApiSource } from './api/api-source.ts';
import type { EverywhereClassification, PartClassification } from './parts.ts';
import { hasWildcard } from './wildcard.ts';

/** A database that policies speak of, or an API, whose fields are then columns: an `ApiSource`. */
export interface Source {
  readonly name: string;
  readonly declaration: DatabaseDeclaration | ApiDeclaration;
  /** Null where it could not be read; then nothing is said about names in it. */
  readonly schema: Schema | null;
  /** Relations by their name without the schema. */
  readonly byName: ReadonlyMap<string, readonly Relation[]>;
}

/** A source that is a database. */
export interface DatabaseSource extends Source {
  readonly declaration: DatabaseDeclaration;
}

export interface Label {
  /** From the root, as a policy writes it: `pii.contact`. */
  readonly path: string;
  readonly node: LabelNode;
  readonly parent: Label | null;
}

/** Who may ask, and which of its claims conditions may read. */
export interface Identity {
  readonly declaration: IdentityDeclaration;
  /** By name; null for one whose type is none, which has been reported. */
  readonly claims: ReadonlyMap<string, Claim | null>;
}

export interface Claim {
  readonly name: string;
  readonly type: ClaimType;
  readonly optional: boolean;
  readonly declaration: ClaimDeclaration;
}

export interface Group {
  readonly name: string;
  readonly declaration: GroupDeclaration;
}

/** One label put on one column by one `classify`. */
export interface Classification {
  readonly label: Label;
  readonly source: Source;
  readonly relation: Relation;
  readonly column: Column;
  readonly declaration: ClassifyDeclaration;
  /** The column's name in the pattern. */
  readonly span: Span;
}

/** What finds values in texts. */
export interface Detector {
  readonly name: string;
  readonly declaration: DetectorDeclaration;
  /** Null where its expression or its validator is wrong, which has been reported. */
  readonly finder: Finder | null;
}

export interface Policy {
  readonly name: string;
  readonly declaration: PolicyDeclaration;
  /** Null where it says nothing of records. */
  readonly record: RecordLevel | null;
  readonly blocks: readonly Block[];
  readonly apiBlocks: readonly ApiBlock[];
}

/** What a policy says of masks and reveals, about databases and APIs. */
export function treatmentBlocks({ blocks, apiBlocks }: Policy): readonly (Block | ApiBlock)[] {
  return [...blocks, ...apiBlocks];
}

/** What a policy says about one API. */
export interface ApiBlock {
  readonly source: ApiSource;
  readonly node: SourceBlock;
  readonly requests: readonly RequestStatement[];
  readonly treatments: readonly TreatmentStatement[];
  readonly budgets: readonly Budget[];
  readonly alerts: readonly RequestAlert[];
}

/** All that such a block holds, in no particular order. */
export function apiStatementsOf({
  requests,
  treatments,
  budgets,
  alerts,
}: ApiBlock): readonly BoundStatement[] {
  return [...requests, ...treatments, ...budgets, ...alerts];
}

/** An `allow`, `approve` or `deny` of operations of an API. */
export interface RequestStatement {
  readonly effect: Effect;
  readonly node: AllowStatement | ApproveStatement | DenyStatement;
  /** Each once. */
  readonly operations: readonly ApiOperation[];
  /** Null for every effect but `approve`, and where something in it is wrong. */
  readonly approval: Approval | null;
}

/** An `alert` of requests. */
export interface RequestAlert {
  readonly node: AlertStatement;
  readonly operations: readonly ApiOperation[];
}

/** What a policy says about one source. */
export interface Block {
  readonly source: Source;
  readonly node: SourceBlock;
  readonly commands: readonly CommandStatement[];
  readonly treatments: readonly TreatmentStatement[];
  readonly filters: readonly RowFilter[];
  readonly budgets: readonly Budget[];
  readonly alerts: readonly AccessAlert[];
  readonly declassifications: readonly LabelRelease[];
}

/** All that a block holds, in no particular order. */
export function statementsOf(block: Block): readonly BoundStatement[] {
  const { commands, treatments, filters, budgets, alerts, declassifications } = block;
  return [...commands, ...treatments, ...filters, ...budgets, ...alerts, ...declassifications];
}

export type BoundStatement =
  | CommandStatement
  | TreatmentStatement
  | RowFilter
  | Budget
  | AccessAlert
  | LabelRelease
  | RequestStatement
  | RequestAlert;

/** An `allow`, `approve` or `deny`. */
export interface CommandStatement {
  readonly effect: Effect;
  readonly node: AllowStatement | ApproveStatement | DenyStatement;
  readonly actions: readonly BoundAction[];
  readonly relations: readonly BoundRelation[];
  /** Whether only statements without a `where` are meant; of a `deny` alone. */
  readonly withoutWhere: boolean;
  /** Null for every effect but `approve`, and where something in it is wrong. */
  readonly approval: Approval | null;
}

export interface BoundAction {
  readonly action: Action;
  readonly node: ActionName;
}

export interface BoundRelation {
  readonly relation: Relation;
  /** Where it is meant: by its name, by a pattern, or by all of a statement that names none and means every one. */
  readonly node: RelationReference | SqlAccess;
}

/** Whether a relation is meant by its own name, rather than with whatever else a pattern matches. */
export function isNamed({ node }: BoundRelation): boolean {
  return node.kind === 'RelationReference' && !hasWildcard(node);
}

/** A `filter`. */
export interface RowFilter {
  readonly node: FilterStatement;
  /** What its SQL says, or why that cannot be told. */
  readonly reading: RowConditionReading;
  readonly relations: readonly BoundRelation[];
}

/** A `limit`, or an `alert above`. */
export interface Budget {
  readonly node: LimitStatement | AlertBudgetStatement;
  readonly amount: number;
  readonly unit: BudgetUnit;
  readonly per: BudgetPeriod;
  readonly beyond: 'stop' | 'alert';
}

/** An `alert` of what is done to relations. */
export interface AccessAlert {
  readonly node: AlertStatement;
  readonly actions: readonly BoundAction[];
  readonly relations: readonly BoundRelation[];
}

/** A `declassify`. */
export interface LabelRelease {
  readonly node: DeclassifyStatement;
  readonly labels: readonly Label[];
  readonly relations: readonly BoundRelation[];
}

/** A `mask` or `reveal`. */
export interface TreatmentStatement {
  readonly node: MaskStatement | RevealStatement;
  readonly targets: readonly Target[];
}

/** What a `mask` or `reveal` speaks of. */
export type Target = LabelTarget | ColumnTarget;

export interface LabelTarget {
  readonly kind: 'label';
  readonly label: Label;
  readonly node: TreatmentTarget;
}

export interface ColumnTarget {
  readonly kind: 'column';
  readonly relation: Relation;
  readonly column: Column;
  /** What inside of the column is meant; null for all of it. */
  readonly path: JsonPath | null;
  readonly node: TreatmentTarget;
}

/** Where something was said that could not be bound. */
export interface Gaps {
  /** A file had syntax errors: any declaration may be missing. */
  readonly syntax: boolean;
  /** A classification is missing: a column may carry more labels than it seems to. */
  readonly classifications: boolean;
  /** Policies of which a part is missing. */
  readonly policies: ReadonlySet<Policy>;
}

export interface Program {
  /** Null where none is declared: then no claim can be read. */
  readonly identity: Identity | null;
  /** The databases. */
  readonly sources: ReadonlyMap<string, DatabaseSource>;
  readonly apis: ReadonlyMap<string, ApiSource>;
  /** By path. */
  readonly labels: ReadonlyMap<string, Label>;
  /** Each after those that it names; one that is defined by itself is left out. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Names of groups that are declared, but defined by themselves. */
  readonly cyclicGroups: ReadonlySet<string>;
  readonly classifications: readonly Classification[];
  readonly detectors: ReadonlyMap<string, Detector>;
  readonly parts: readonly PartClassification[];
  readonly everywhere: readonly EverywhereClassification[];
  readonly defaultMask: DefaultMaskDeclaration | null;
  readonly policies: readonly Policy[];
  readonly gaps: Gaps;
}
