/** What could be written at a place, before it is compared with what has been typed. */
import type { CompletionItemKind } from 'vscode-languageserver/node';

export interface Candidate {
  /** As it is shown, and as what is typed is compared with it. */
  readonly name: string;
  readonly kind: CompletionItemKind;
  /** What stands beside the name: a type, the labels of a column. */
  readonly detail?: string;
  /** Markdown; asked for those alone that are shown. */
  readonly documentation?: () => string;
  /** What is written; the name where it is missing. */
  readonly text?: string;
  /** The same with places to fill in, in the notation of snippet.ts, for editors that have snippets. */
  readonly snippet?: string;
  /** What fits better comes first, whatever its order; 1 where it is missing. */
  readonly tier?: number;
}

/** The same candidates, as what fits less well or better. */
export function inTier(tier: number, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.map((candidate) => ({ ...candidate, tier }));
}
