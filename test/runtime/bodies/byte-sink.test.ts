/** What is collected comes out in order, from wherever it came. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteSink } from '../../../runtime/src/bodies/byte-sink.ts';

it('gives what it was given', () => {
  const source = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7 + (index >> 8)) & 0xff));
  const length = fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 6_000 }));
  const step = fc.oneof(
    fc.record({ kind: fc.constant('slice' as const), start: fc.nat({ max: 14_000 }), length }),
    // Where the last one ended, as parts of a body that follow each other.
    fc.record({ kind: fc.constant('next' as const), length: fc.nat({ max: 30 }) }),
    fc.record({ kind: fc.constant('nextByte' as const) }),
    fc.record({ kind: fc.constant('byte' as const), value: fc.nat({ max: 255 }) }),
    fc.record({ kind: fc.constant('text' as const), text: fc.string({ unit: 'binary', maxLength: 900 }) }),
    fc.record({ kind: fc.constant('all' as const), length }),
    fc.record({ kind: fc.constant('take' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const sink = new ByteSink();
      const expected: Uint8Array[] = [];
      const got: Buffer[] = [];
      let at = 0;
      const slice = (start: number, end: number): void => {
        sink.slice(source, start, end);
        expected.push(source.subarray(start, end));
        at = end;
      };
      for (const each of steps) {
        if (each.kind === 'slice') slice(each.start, each.start + each.length);
        else if (each.kind === 'next') slice(at, Math.min(at + each.length, source.length));
        else if (each.kind === 'take') got.push(...sink.take());
        else if (each.kind === 'text') {
          sink.text(each.text);
          expected.push(Buffer.from(each.text));
        } else if (each.kind === 'all') {
          sink.all(source.subarray(0, each.length));
          expected.push(source.subarray(0, each.length));
        } else {
          const value = each.kind === 'byte' ? each.value : (source[at] ?? 0);
          sink.byte(value);
          expected.push(Uint8Array.of(value));
          if (each.kind === 'nextByte') at += 1;
        }
      }
      got.push(...sink.take());
      expect(Buffer.concat(got).equals(Buffer.concat(expected))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
