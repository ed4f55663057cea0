/** Paths: how a policy writes which label, relation, column or field it means. */
import type { Name, NamePattern, NodeBase } from './base.ts';

/** `pii.contact` — a label by its path from the root. */
export interface LabelPath extends NodeBase {
  readonly kind: 'LabelPath';
  /** At least one. */
  readonly segments: readonly Name[];
}

/**
 * `crm.customers.{email, phone}`, `crm.*.*_email`, `crm.customers.profile.$.phones[*].number`: a source and a way down from
 * it. Which steps are a schema, a relation, a column or a field is decided against the source.
 */
export interface ColumnPattern extends NodeBase {
  readonly kind: 'ColumnPattern';
  readonly source: Name;
  /** At least one. */
  readonly steps: readonly PathStep[];
  /** What inside a column of JSON is meant; null for the whole column. */
  readonly jsonPath: JsonPath | null;
}

export type PathStep = Name | NamePattern | NameSet;

/** `{email, *_phone}` */
export interface NameSet extends NodeBase {
  readonly kind: 'NameSet';
  /** At least two. */
  readonly members: readonly (Name | NamePattern)[];
}

/** `$.items[*].ssn`: a place in a JSON value. */
export interface JsonPath extends NodeBase {
  readonly kind: 'JsonPath';
  /** None for the value itself. */
  readonly steps: readonly (Name | EachStep)[];
}

/** `[*]`: each element of a list. */
export interface EachStep extends NodeBase {
  readonly kind: 'EachStep';
}

/** `customers` or `sales.customers`; without a schema, the one relation of that name, or the one in `public`. */
export interface RelationReference extends NodeBase {
  readonly kind: 'RelationReference';
  readonly schema: Name | NamePattern | null;
  readonly name: Name | NamePattern;
}

/**
 * What a mask or reveal speaks of: a label or a column of the block's source. Which of the two `a.b` means is
 * decided against the labels and the schema, so the syntax keeps the path as written. Having it mean both is an error.
 */
export interface TreatmentTarget extends NodeBase {
  readonly kind: 'TreatmentTarget';
  /** At least one. */
  readonly segments: readonly Name[];
  /** What inside a column of JSON is meant; then the segments can only be a column. */
  readonly jsonPath: JsonPath | null;
}
