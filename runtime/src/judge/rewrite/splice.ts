/** Replacing ranges of a text, and finding back from the new text to the old. Bytes of UTF-8 throughout. */
import type { PositionMap } from '../../pgwire/gate.ts';

/** Replaces `[start, end)` by `text`; an insertion has start = end. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Where parts of {@link text} came from, in its order; absent where it is all new. */
  readonly moved?: readonly MovedPlace[];
}

/** What stands at the UTF-16 offset `at` of a new text stood at byte `from` of the old one. */
export interface MovedPlace {
  readonly at: number;
  readonly from: number;
}

/** Applies splices that do not overlap, in any order. */
export function applySplices(source: Buffer, splices: readonly Splice[]): string {
  const parts: Buffer[] = [];
  let from = 0;
  for (const splice of inOrder(splices)) {
    parts.push(source.subarray(from, splice.start), Buffer.from(splice.text));
    from = splice.end;
  }
  parts.push(source.subarray(from));
  return Buffer.concat(parts).toString();
}

/** How many bytes {@link applySplices} would give. */
export function lengthAfter(source: Buffer, splices: readonly Splice[]): number {
  return splices.reduce(
    (length, { start, end, text }) => length + Buffer.byteLength(text) - (end - start),
    source.length,
  );
}

/**
 * Leads a position in the new text back: 1-based characters, as ErrorResponse counts them. A position inside a replacement
 * becomes the start of what it replaced, or of what was moved there last before it.
 */
export function positionMap(source: Buffer, splices: readonly Splice[]): PositionMap {
  // Most statements never need it.
  let pieces: readonly Piece[] | null = null;
  return (forwarded) => {
    const target = forwarded - 1;
    let shift = 0;
    pieces ??= piecesOf(source, splices);
    for (const piece of pieces) {
      const start = piece.at + shift;
      if (target < start) break;
      if (target < start + piece.added) {
        const moved = piece.moved.findLast(({ at }) => start + at <= target);
        return (moved?.from ?? piece.at) + 1;
      }
      shift += piece.added - piece.removed;
    }
    return target - shift + 1;
  };
}

/** A splice in characters. */
interface Piece {
  readonly at: number;
  readonly removed: number;
  readonly added: number;
  readonly moved: readonly MovedPlace[];
}

function piecesOf(source: Buffer, splices: readonly Splice[]): readonly Piece[] {
  let at = 0;
  let from = 0;
  return inOrder(splices).map(({ start, end, text, moved = [] }) => {
    at += characters(source.subarray(from, start));
    const removed = characters(source.subarray(start, end));
    const piece = {
      at,
      removed,
      added: characters(Buffer.from(text)),
      moved: moved.map((place) => ({
        at: characters(Buffer.from(text.slice(0, place.at))),
        from: characters(source.subarray(0, place.from)),
      })),
    };
    at += removed;
    from = end;
    return piece;
  });
}

function inOrder(splices: readonly Splice[]): readonly Splice[] {
  return [...splices].sort((a, b) => a.start - b.start || a.end - b.end);
}

function characters(bytes: Buffer): number {
  let count = 0;
  // Every byte but a continuation byte begins a character.
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) count += 1;
  return count;
}
