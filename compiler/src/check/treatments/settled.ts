/**
 * Settled treatments: what each policy says about each label of each column, its most specific statement chosen.
 *
 * What holds: a column that carries a label is here, unless it only flowed to a view or to what cannot be read; a policy that says nothing of it is not.
 */
import type { Treatment } from '@dlpc/runtime/abi';
import type { CarriedLabels } from '../../bind/carried-labels.ts';
import type { Part } from '../../bind/parts.ts';
import type { Label, Policy, Source, Target, TreatmentStatement } from '../../bind/program.ts';
import type { Column, Relation } from '../../schema/model.ts';
import type { CheckedMask } from '../masks/check-mask.ts';

/** One target of one `mask` or `reveal`. */
export interface Say {
  readonly policy: Policy;
  readonly statement: TreatmentStatement;
  readonly target: Target;
}

export interface SettledSay extends Say {
  /** Null where the mask is wrong or does not fit, which has been reported. */
  readonly treatment: Treatment | null;
}

export interface SettledLabel {
  readonly label: Label;
  /** At most one for each policy, in the order of the policies. */
  readonly says: readonly SettledSay[];
}

export interface SettledColumn {
  readonly relation: Relation;
  readonly column: Column;
  /** At least one, ordered by path. */
  readonly labels: readonly SettledLabel[];
  /** What holds for a label that no applicable policy speaks of; null where the default mask is wrong or does not fit. */
  readonly fallback: Treatment | null;
}

/** A part of a column's values, with what is said of it. */
export interface SettledPart {
  readonly relation: Relation;
  readonly column: Column;
  readonly part: Part;
  /** At least one, ordered by path. */
  readonly labels: readonly SettledLabel[];
  /** As of a column. */
  readonly fallback: Treatment | null;
}

/** Two statements of one policy, equally specific, that treat a column in different ways. */
export interface Tie {
  readonly relation: Relation;
  readonly column: Column;
  readonly first: Say;
  readonly second: Say;
}

/** A mask that does not fit a column which it would stand for. */
export interface Misfit {
  readonly relation: Relation;
  readonly column: Column;
  readonly mask: CheckedMask;
  /** The part of the column's values that it would stand for; null for all of them. */
  readonly part: Part | null;
  /** Null for the default mask. */
  readonly say: Say | null;
}

/** A `lookup by equality` of what cannot be looked up. */
export interface LookupMisfit {
  readonly relation: Relation;
  readonly column: Column;
  readonly say: Say;
  /** `part`: it speaks of a part of the column's values. `has parts`: parts of them carry labels of their own. */
  readonly reason: 'type' | 'part' | 'has parts';
}

export interface SettledSource {
  readonly source: Source;
  /** All labels, also those of views, which are settled where their values are stored. */
  readonly carried: CarriedLabels;
  readonly columns: readonly SettledColumn[];
  /** In the order of the schema; those of one column paths first. */
  readonly parts: readonly SettledPart[];
  readonly ties: readonly Tie[];
  readonly misfits: readonly Misfit[];
  readonly lookupMisfits: readonly LookupMisfit[];
}
