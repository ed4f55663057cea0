/** Changes bytes at random, in the ways that bring readers of lengths and texts into trouble. */

/** A number from 0 up to and without `below`. */
export type Pick = (below: number) => number;

const BYTES = [0, 1, 4, 8, 0x7f, 0x80, 0xff];
const LENGTHS = [-1, 0, 1, 3, 4, 5, 7, 8, 9, 16, 255, 9_999, 10_000, 10_001, 65_536, 0x7fffffff, -0x80000000];
const MOST_BYTES = 2_000;

/** `input` changed in one to four ways, some of them with a piece of `other`. */
export function mutated(input: Buffer, other: Buffer, pick: Pick): Buffer {
  let bytes: Buffer = Buffer.from(input);
  for (let changes = 1 + pick(4); changes > 0; changes -= 1) bytes = changed(bytes, other, pick);
  return bytes.subarray(0, MOST_BYTES);
}

function changed(bytes: Buffer, other: Buffer, pick: Pick): Buffer {
  const at = pick(bytes.length + 1);
  const before = bytes.subarray(0, at);
  switch (pick(7)) {
    case 0:
      return Buffer.concat([
        before,
        Buffer.from([BYTES[pick(BYTES.length)] ?? pick(256)]),
        bytes.subarray(at + 1),
      ]);
    case 1:
      return Buffer.concat([before, Buffer.from([pick(256)]), bytes.subarray(at)]);
    case 2:
      return Buffer.concat([before, bytes.subarray(at + 1 + pick(8))]);
    case 3: {
      const length = Buffer.alloc(4);
      length.writeInt32BE(LENGTHS[pick(LENGTHS.length)] ?? 0);
      return Buffer.concat([before, length, bytes.subarray(at + 4)]);
    }
    case 4:
      return Buffer.concat([bytes, bytes.subarray(at)]);
    case 5:
      return Buffer.concat([before, other.subarray(pick(other.length + 1))]);
    default:
      return Buffer.from(before);
  }
}
