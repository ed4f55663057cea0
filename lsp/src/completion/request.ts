/** What those who propose something are given. */
import type { Program, Relation } from '@dlpc/compiler';
import type { Place } from '@dlpc/language';
import type { FeatureContext } from '../features/feature-context.ts';
import type { Labelled } from './labelled.ts';

export interface CompletionRequest {
  readonly context: FeatureContext;
  readonly place: Place;
  readonly program: Program;
  readonly labelled: Labelled;
  /** What the schema says of a column in words of its own; null for nothing. */
  readonly commentOn: (relation: Relation, column: string) => string | null;
  /** Paths of files that the document could name, relative to it. */
  readonly files: readonly string[];
}
