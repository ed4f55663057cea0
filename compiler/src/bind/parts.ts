/** Parts of a column's values that carry labels of their own: what a path leads to, or what a detector finds. */
import type { ClassifyDeclaration, Span } from '@dlpc/language';
import { type JsonPath, jsonPathText } from '../masks/json/json-path.ts';
import type { Column, Relation } from '../schema/model.ts';
import type { Detector, Label, Source } from './program.ts';

export type Part =
  | { readonly kind: 'path'; readonly path: JsonPath }
  | { readonly kind: 'matches'; readonly detector: Detector };

/** One label put on one part of one column by one `classify`. */
export interface PartClassification {
  readonly label: Label;
  readonly source: Source;
  readonly relation: Relation;
  readonly column: Column;
  readonly part: Part;
  readonly declaration: ClassifyDeclaration;
  /** The path in the pattern, or the whole of `values matching …`. */
  readonly span: Span;
}

/** One label put on what a detector finds in all text that carries no label, of every source. */
export interface EverywhereClassification {
  readonly label: Label;
  readonly detector: Detector;
  readonly declaration: ClassifyDeclaration;
  readonly span: Span;
}

/** As a policy writes it behind the column, or in place of one; two parts that differ are written differently. */
export function partText(part: Part): string {
  return part.kind === 'path' ? jsonPathText(part.path) : `values matching ${part.detector.name}`;
}
