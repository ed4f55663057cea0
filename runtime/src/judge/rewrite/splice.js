/** Applies splices that do not overlap, in any order. */
export function applySplices(source, splices) {
  const parts = [];
  let from = 0;
  for (const splice of inOrder(splices)) {
    parts.push(source.subarray(from, splice.start), Buffer.from(splice.text));
    from = splice.end;
  }
  parts.push(source.subarray(from));
  return Buffer.concat(parts).toString();
}
/**
 * Leads a position in the new text back: 1-based characters, as ErrorResponse counts them. A position inside a replacement
 * becomes the start of what it replaced.
 */
export function positionMap(source, splices) {
  const pieces = inOrder(splices).map((splice) => ({
    at: characters(source.subarray(0, splice.start)),
    removed: characters(source.subarray(splice.start, splice.end)),
    added: characters(Buffer.from(splice.text)),
  }));
  return (forwarded) => {
    const target = forwarded - 1;
    let shift = 0;
    for (const piece of pieces) {
      const start = piece.at + shift;
      if (target < start) break;
      if (target < start + piece.added) return piece.at + 1;
      shift += piece.added - piece.removed;
    }
    return target - shift + 1;
  };
}
function inOrder(splices) {
  return [...splices].sort((a, b) => a.start - b.start || a.end - b.end);
}
function characters(bytes) {
  let count = 0;
  // Every byte but a continuation byte begins a character.
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) count += 1;
  return count;
}
//# sourceMappingURL=splice.js.map
