/**
 * The intermediate form: a checked policy set for one source, names resolved to indexes, labels spread over the
 * columns that carry them, treatments settled within each policy. Lowering builds it, emitting prints it; it holds no
 * syntax but the text of rules for explanations, and no TypeScript.
 */
import type {
  CallerKind,
  ClaimEntry,
  ClaimType,
  HttpMatcher,
  IdentityEntry,
  LimitRule,
  RecordLevel,
  RelationEntry,
  RuleEntry,
  TimeWindow,
} from '@dlpc/runtime/abi';

/** A claim, as conditions write it. */
export type ClaimField = `caller.claims.${string}`;

/** What holds one text. */
export type TextField =
  | 'caller.sub'
  | 'caller.actor.sub'
  | 'task.id'
  | 'task.name'
  | 'task.parent'
  | 'hint.application_name'
  | ClaimField;

/** What holds many texts. Who has no actor, and so no groups of one, has the empty set there. */
export type SetField = 'caller.groups' | 'caller.actor.groups' | ClaimField;

/** What an asker may lack. */
export type OptionalField = 'caller.actor.sub' | ClaimField;

/**
 * A condition over who asks and when, typed and total. Groups are already replaced by their conditions. What asks about what
 * is absent is false, but for `is-absent`.
 */
export type Condition =
  | { readonly op: 'constant'; readonly value: boolean }
  | { readonly op: 'not'; readonly operand: Condition }
  | { readonly op: 'and' | 'or'; readonly operands: readonly Condition[] }
  | { readonly op: 'kind-is'; readonly kind: CallerKind }
  /** The field is one of these. */
  | { readonly op: 'one-of'; readonly field: TextField; readonly values: readonly string[] }
  /** The set holds this one. */
  | { readonly op: 'has'; readonly set: SetField; readonly member: string }
  /** The claim is this integer or a smaller one. */
  | { readonly op: 'at-most'; readonly claim: ClaimField; readonly value: number }
  | { readonly op: 'is-true'; readonly claim: ClaimField }
  | { readonly op: 'is-absent'; readonly field: OptionalField; readonly type: ClaimType }
  | { readonly op: 'in-window'; readonly window: TimeWindow }
  /** It is not yet this instant, in milliseconds since 1970. */
  | { readonly op: 'before'; readonly instant: number };

export interface IrPolicy {
  readonly name: string;
  readonly condition: Condition;
  /** Whether the condition reads nothing that the client says of itself. */
  readonly admits: boolean;
  readonly record: RecordLevel | null;
}

/** What is compiled for every source, of whatever kind. */
export interface IrPolicies {
  readonly source: string;
  readonly schemaFingerprint: string;
  readonly identity: IdentityEntry | null;
  readonly claims: readonly ClaimEntry[];
  readonly policies: readonly IrPolicy[];
  readonly rules: readonly RuleEntry[];
  readonly limits: readonly LimitRule[];
}

/**
 * All that is compiled for one database. Arrays are in a canonical order, so that the same input gives the same bytes. What a
 * matcher holds of a relation is what the intermediate form does: there is nothing to translate.
 */
export interface IrSource extends IrPolicies {
  readonly relations: readonly RelationEntry[];
}

/** All that is compiled for one API, in the same way. */
export interface IrApi
  extends IrPolicies,
    Pick<HttpMatcher, 'routes' | 'operations' | 'shapes' | 'fields' | 'detectors' | 'searches' | 'closed'> {}
