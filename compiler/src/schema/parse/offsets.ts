/** The parser counts in bytes of UTF-8 (places in the tree) and characters (places of errors); we in UTF-16 units. */

/** UTF-16 offset of the byte at `bytes`. */
export function utf16OfByte(text: string, bytes: number): number {
  return advance(text, bytes, (codePoint) =>
    codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4,
  );
}

/** UTF-16 offset of the character with the 0-based index `characters`. */
export function utf16OfCharacter(text: string, characters: number): number {
  return advance(text, characters, () => 1);
}

function advance(text: string, distance: number, width: (codePoint: number) => number): number {
  let offset = 0;
  let passed = 0;
  while (passed < distance && offset < text.length) {
    const codePoint = text.codePointAt(offset) ?? 0;
    passed += width(codePoint);
    offset += codePoint > 0xffff ? 2 : 1;
  }
  return offset;
}
