/** The pieces of a masked body depend on its bytes alone. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutputFramer, PIECE_BYTES } from '../../../runtime/src/http/frame-output.ts';

function pieces(text: string, cuts: readonly number[], atLines: boolean): readonly string[] {
  const framer = new OutputFramer(atLines);
  const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  const whole = at.slice(1).flatMap((end, index) => framer.push(Buffer.from(text.slice(at[index], end))));
  return [...whole, framer.rest()].map((piece) => piece.toString());
}

it.each([true, false])('wherever they came in two (at lines: %s)', (atLines) => {
  const texts = fc
    .array(fc.constantFrom('a', '\n', 'b'.repeat(1000), 'c'.repeat(PIECE_BYTES - 1)), { maxLength: 12 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.array(fc.nat({ max: 300_000 })), (text, cuts) => {
      const cut = pieces(text, cuts, atLines);
      expect(cut).toEqual(pieces(text, [], atLines));
      expect(cut.join('')).toBe(text);
      for (const piece of cut.slice(0, -1))
        expect(piece.length === PIECE_BYTES || (atLines && piece.endsWith('\n'))).toBe(true);
    }),
  );
});
