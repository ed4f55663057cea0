/**
 * The intermediate form: a checked policy set for one source, names resolved to indexes, labels spread over the
 * columns that carry them, treatments settled within each policy. Lowering builds it, emitting prints it; it holds no
 * syntax but the text of rules for explanations, and no TypeScript.
 */
import type { Action, CallerKind, Effect, RelationKind, RuleEntry, Treatment } from '@dlpc/runtime/abi';

/** A condition over the caller, typed and total. Groups are already replaced by their conditions. */
export type Condition =
  | { readonly op: 'constant'; readonly value: boolean }
  | { readonly op: 'not'; readonly operand: Condition }
  | { readonly op: 'and' | 'or'; readonly operands: readonly Condition[] }
  | { readonly op: 'kind-is'; readonly kind: CallerKind }
  /** `caller.sub` is one of these. */
  | { readonly op: 'sub-in'; readonly values: readonly string[] }
  /** `caller.groups` holds this one. */
  | { readonly op: 'has-group'; readonly group: string };

export interface IrPolicy {
  readonly name: string;
  readonly condition: Condition;
}

export interface IrCommandRule {
  readonly policy: number;
  readonly effect: Effect;
  readonly rule: number;
}

export interface IrTreatmentRule {
  readonly policy: number;
  readonly treatment: Treatment;
  readonly rule: number;
}

export interface IrLabel {
  readonly label: string;
  readonly rules: readonly IrTreatmentRule[];
}

export interface IrColumn {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly IrLabel[];
  readonly fallback: Treatment | null;
}

export interface IrRelation {
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
  readonly columns: readonly IrColumn[];
  readonly commands: Readonly<Partial<Record<Action, readonly IrCommandRule[]>>>;
}

/** All that is compiled for one source. Arrays are in a canonical order, so that the same input gives the same bytes. */
export interface IrSource {
  readonly source: string;
  readonly schemaFingerprint: string;
  readonly policies: readonly IrPolicy[];
  readonly rules: readonly RuleEntry[];
  readonly relations: readonly IrRelation[];
}
