/** Where a string of JSON stops being text that means itself. */

/** Bytes that are looked at one by one first: most strings are short. */
const SHORT = 12;

const HIGH = 0x80808080 | 0;
const ONES = 0x01010101;
const SPACES = 0x20202020;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;

/**
 * The place of the first quote, backslash or control character from `start` on; the length of `bytes` where there is none. `words` is a
 * view of the same bytes, of which four are looked at in one go.
 */
export function endOfPlain(bytes: Uint8Array, words: DataView, start: number): number {
  const end = bytes.length;
  let at = start;
  const short = Math.min(end, start + SHORT);
  for (; at < short; at += 1) if (isSpecial(bytes[at] ?? 0)) return at;
  for (; at + 4 <= end; at += 4) {
    const word = words.getInt32(at, true);
    const quote = word ^ QUOTES;
    const backslash = word ^ BACKSLASHES;
    // A byte borrows from its high bit where it is below what is taken away (Hacker's Delight, 6-1); a borrow from a lower byte can
    // only follow a hit there.
    const below = (word - SPACES) & ~word;
    const found = below | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash);
    if ((found & HIGH) !== 0) break;
  }
  for (; at < end; at += 1) if (isSpecial(bytes[at] ?? 0)) return at;
  return end;
}

function isSpecial(byte: number): boolean {
  return byte === 0x22 || byte === 0x5c || byte < 0x20;
}
