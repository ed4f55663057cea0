/** Where plain text ends, four bytes at a time, against one byte at a time. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOfPlain } from '../../../runtime/src/bodies/json/string-scan.ts';

function naive(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x22 || byte === 0x5c || byte < 0x20) return at;
  }
  return bytes.length;
}

function scan(bytes: Uint8Array, start: number): number {
  return endOfPlain(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), start);
}

it('finds each of the 256 bytes at each place of a word, and beside each other', () => {
  for (let byte = 0; byte < 256; byte += 1)
    for (const other of [0x00, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x5b, 0x5c, 0x5d, 0x7f, 0x80, 0xa2, 0xdc, 0xff])
      for (let at = 12; at < 20; at += 1) {
        const bytes = new Uint8Array(24).fill(0x61);
        bytes[at] = byte;
        bytes[at + 1] = other;
        expect(scan(bytes, 0)).toBe(naive(bytes, 0));
      }
});

it('finds the same as one byte at a time, wherever the bytes lie in memory', () => {
  const byte = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(0x20, 0x61, 0x7f, 0x80, 0xc3, 0xff) },
    { weight: 1, arbitrary: fc.nat({ max: 255 }) },
  );
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 80 }), fc.nat({ max: 7 }), fc.nat(), (list, before, from) => {
      const memory = new Uint8Array(before + list.length + 8).fill(0x22);
      memory.set(list, before);
      const bytes = memory.subarray(before, before + list.length);
      const start = from % (list.length + 1);
      expect(scan(bytes, start)).toBe(naive(bytes, start));
    }),
    { numRuns: 2000 },
  );
});
