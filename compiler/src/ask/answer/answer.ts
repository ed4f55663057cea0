/** What the proxy would do with one statement, or one request over HTTP, of one caller, and what led to it. Data alone. */
import type { Action, Approval, Effect, LimitRule, PolicyIndex, RuleIndex } from '@dlpc/runtime/abi';
import type { Denial } from '@dlpc/runtime/pgwire/gate';

export interface Answer {
  readonly decision: Effect;
  /** What the client gets in place of an answer; null where the statement is allowed, or waits for an approval. */
  readonly denial: Denial | null;
  /** The same denial, where the statement would need an approval besides: to give it would change nothing. */
  readonly denialOnceApproved: Denial | null;
  /** The text that the server runs, or would run once approved; null for a denial. */
  readonly text: string | null;
  /** Each must be given; none where nobody has to be asked. */
  readonly approvals: readonly NeededApproval[];
  /** Budgets of the policies that apply, whatever is left of them. */
  readonly limits: readonly LimitRule[];
  /** In the order of the matcher. */
  readonly applicable: readonly PolicyIndex[];
  /** What the statement does to relations, as far as it could be told. */
  readonly accesses: readonly Access[];
  /** Null where the statement gives no columns, or they cannot be told. */
  readonly columns: readonly OutputColumn[] | null;
}

export interface NeededApproval extends Approval {
  readonly rule: RuleIndex;
}

/** One action on one relation; of a request, its method on the path of an operation. */
export interface Access {
  readonly action: string;
  readonly schema: string;
  readonly relation: string;
  readonly effect: Effect;
  /** The rules that say so; none for a denial because nobody allows it. */
  readonly rules: readonly RuleIndex[];
  /** What keeps rows back. */
  readonly filters: readonly RuleIndex[];
  /** Masked columns by whose stored values the statement finds rows: `lookup by equality`. */
  readonly lookups: readonly string[];
}

/** One action on one relation of a database. */
export interface RelationAccess extends Access {
  readonly action: Action;
}

/** A column of the result; of a request, a place in the body of the answer that carries labels, such as `$.items[*].email`. */
export interface OutputColumn {
  readonly name: string;
  /** Labelled columns that its value is computed from. */
  readonly sources: readonly LabelledColumn[];
  readonly masked: boolean;
  /** Why what it is computed from cannot be told; null where it can. */
  readonly opaque: string | null;
}

/** A labelled column, as this caller sees it. */
export interface LabelledColumn {
  readonly schema: string;
  readonly relation: string;
  readonly column: string;
  readonly labels: readonly string[];
  /** As a policy writes it: `redact`, `reveal`. */
  readonly treatment: string;
  readonly masked: boolean;
  /** What it, and what of it is labelled, is masked with, as a policy writes it. */
  readonly masks: readonly string[];
  /** The rules that say so; none for the mask that applies by default. */
  readonly rules: readonly RuleIndex[];
}
