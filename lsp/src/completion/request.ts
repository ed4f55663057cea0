/** What those who propose something are given. */
import type { Program } from '@dlpc/compiler';
import type { Place } from '@dlpc/language';
import type { FeatureContext } from '../features/feature-context.ts';
import type { Labelled } from './labelled.ts';

export interface CompletionRequest {
  readonly context: FeatureContext;
  readonly place: Place;
  readonly program: Program;
  readonly labelled: Labelled;
  /** Paths of files that the document could name, relative to it. */
  readonly files: readonly string[];
}
