/** What an editor asks with `dlpc.explain`, and what it is answered. Imports nothing that runs, since pages import it too. */
import type { Explanation } from '@dlpc/compiler/asking/explain-statement';

/** Explains a statement under the policies that a document belongs to: `[uri, question]`. */
export const EXPLAIN = 'dlpc.explain';

export interface ExplainQuestion {
  /** As a test writes it: `{ kind: human, groups: ["support"] }`. */
  readonly caller: string;
  readonly at?: string | undefined;
  readonly on?: string | undefined;
  readonly statement: string;
}

export type ExplainAnswer =
  | {
      readonly kind: 'explained';
      readonly explanation: Explanation;
      /** What the server runs, broken into lines; null for a denial. */
      readonly text: string | null;
      readonly notTaken: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** What an editor sent, where it is a question. */
export function readQuestion(value: unknown): ExplainQuestion | null {
  if (typeof value !== 'object' || value === null) return null;
  const { caller, at, on, statement } = value as Readonly<Record<string, unknown>>;
  const isOptional = (text: unknown): text is string | undefined =>
    text === undefined || typeof text === 'string';
  if (typeof caller !== 'string' || typeof statement !== 'string') return null;
  return isOptional(at) && isOptional(on) ? { caller, at, on, statement } : null;
}
