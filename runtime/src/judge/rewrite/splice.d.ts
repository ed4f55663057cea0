/** Replacing ranges of a text, and finding back from the new text to the old. Bytes of UTF-8 throughout. */
import type { PositionMap } from '../../pgwire/gate.ts';
/** Replaces `[start, end)` by `text`; an insertion has start = end. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
/** Applies splices that do not overlap, in any order. */
export declare function applySplices(source: Buffer, splices: readonly Splice[]): string;
/**
 * Leads a position in the new text back: 1-based characters, as ErrorResponse counts them. A position inside a replacement
 * becomes the start of what it replaced.
 */
export declare function positionMap(source: Buffer, splices: readonly Splice[]): PositionMap;
//# sourceMappingURL=splice.d.ts.map
