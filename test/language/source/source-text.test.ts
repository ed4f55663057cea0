import { SourceText } from '@dlpc/language';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const text = fc
  .array(fc.constantFrom('a', 'é', '😀', '\n', '\r', '\r\n', '\t'), { maxLength: 20 })
  .map((parts) => parts.join(''));

describe('SourceText', () => {
  const source = new SourceText('f', 'ab\r\n\ncd\re');

  it('counts lines and columns from one', () => {
    expect(source.positionAt(0)).toEqual({ line: 1, column: 1 });
    expect(source.positionAt(2)).toEqual({ line: 1, column: 3 });
    expect(source.positionAt(4)).toEqual({ line: 2, column: 1 });
    expect(source.positionAt(5)).toEqual({ line: 3, column: 1 });
    expect(source.positionAt(9)).toEqual({ line: 4, column: 2 });
  });

  it('gives lines without their ends', () => {
    expect([1, 2, 3, 4, 5, 0].map((line) => source.lineText(line))).toEqual(['ab', '', 'cd', 'e', '', '']);
    expect(source.lineCount).toBe(4);
  });

  it('takes what is outside to the nearest end', () => {
    expect(source.positionAt(-1)).toEqual({ line: 1, column: 1 });
    expect(source.positionAt(99)).toEqual({ line: 4, column: 2 });
    expect(source.offsetAt({ line: 1, column: 99 })).toBe(2);
    expect(source.offsetAt({ line: 99, column: 99 })).toBe(9);
    expect(source.offsetAt({ line: 0, column: 0 })).toBe(0);
  });

  it('goes from offsets to positions and back', () => {
    fc.assert(
      fc.property(text, fc.nat(60), (value, offset) => {
        const any = new SourceText('f', value);
        const inside = Math.min(offset, value.length);
        const position = any.positionAt(inside);
        // The end of a line and the characters that end it are one place to a reader.
        const back = any.offsetAt(position);
        expect(value.slice(back, inside)).toMatch(/^\r?$/);
        expect(any.positionAt(back).line).toBe(position.line);
      }),
      { seed: 20261122 },
    );
  });
});
