/**
 * The abstract syntax of a .dlp file: what the author said, freed of how it was spaced.
 *
 * Invariants: every node carries the span of its own text; names keep the span of the name alone, so that a
 * diagnostic can underline it; nothing here refers to a schema or to another file. A node is only built when the
 * parser saw enough of it to mean something, so no field is ever a hole. The families are in `ast/`.
 */
import type { Access, ActionName } from './ast/access.ts';
import type { Name, NamePattern, NodeBase } from './ast/base.ts';
import type {
  ClaimType,
  Declaration,
  IdentityMember,
  LabelNode,
  PolicyMember,
  ValuesTarget,
} from './ast/declarations.ts';
import type { Expression } from './ast/expressions.ts';
import type {
  DateLiteral,
  DurationLiteral,
  InstantLiteral,
  RegexLiteral,
  SqlText,
  TimeLiteral,
} from './ast/literals.ts';
import type {
  ColumnPattern,
  EachStep,
  JsonPath,
  LabelPath,
  NameSet,
  RelationReference,
  TreatmentTarget,
} from './ast/paths.ts';
import type { MaskCall, Statement } from './ast/statements.ts';
import type {
  Expectation,
  ExpectedBudget,
  MaskedPlace,
  ObjectEntry,
  ObjectLiteral,
  TestCase,
  ValueList,
} from './ast/tests.ts';

export type * from './ast/access.ts';
export type * from './ast/base.ts';
export type * from './ast/declarations.ts';
export type * from './ast/expressions.ts';
export type * from './ast/literals.ts';
export type * from './ast/paths.ts';
export type * from './ast/statements.ts';
export type * from './ast/tests.ts';

/** A whole file. */
export interface PolicyFile extends NodeBase {
  readonly kind: 'PolicyFile';
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
}

/** A line comment, kept for the formatter. */
export interface Comment extends NodeBase {
  readonly kind: 'Comment';
  /** With its slashes, without the line end. */
  readonly text: string;
}

/** Every node of the tree. */
export type Node =
  | PolicyFile
  | Comment
  | Declaration
  | IdentityMember
  | ClaimType
  | LabelNode
  | ValuesTarget
  | PolicyMember
  | Statement
  | Access
  | ActionName
  | MaskCall
  | LabelPath
  | ColumnPattern
  | NameSet
  | JsonPath
  | EachStep
  | RelationReference
  | TreatmentTarget
  | Expression
  | TestCase
  | Expectation
  | ExpectedBudget
  | MaskedPlace
  | ObjectLiteral
  | ObjectEntry
  | ValueList
  | DateLiteral
  | TimeLiteral
  | InstantLiteral
  | DurationLiteral
  | RegexLiteral
  | SqlText
  | Name
  | NamePattern;

export type NodeKind = Node['kind'];
