/**
 * What a refactoring is: a change of the text that changes nothing of what the policies mean. Each is a function from a place to what
 * could be done there; nothing is done where a meaning could change.
 */
import type { Span } from '@dlpc/language';
import type { FeatureContext } from '../features/feature-context.ts';

/** Which menu of an editor it stands in; kinds of the Language Server Protocol, 3.17, `CodeActionKind`. */
export const refactoringKinds = [
  'refactor.extract',
  'refactor.inline',
  'refactor.rewrite',
  'source.organize',
] as const;

export type RefactoringKind = (typeof refactoringKinds)[number];

export interface Refactoring {
  readonly title: string;
  readonly kind: RefactoringKind;
  /** In any file of the project; they do not overlap. */
  readonly edits: readonly TextChange[];
}

export interface TextChange {
  readonly span: Span;
  readonly newText: string;
}

/** Where something is selected, in UTF-16 units of the document; a cursor has both the same. */
export interface Selection {
  readonly start: number;
  readonly end: number;
}

/** @returns what can be done at `selection`; null where nothing can */
export type FindRefactoring = (context: FeatureContext, selection: Selection) => Refactoring | null;
