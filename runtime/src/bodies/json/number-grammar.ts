/** The grammar of numbers (RFC 8259, section 6) as a table: state and byte give the next state. */

export const NUMBER_START = 0;

const STATES = 8;
const REFUSED = 255;

/** By class of byte: other, minus, plus, zero, one to nine, point, e. */
const ROWS: readonly (readonly number[])[] = [
  [REFUSED, 1, REFUSED, 2, 3, REFUSED, REFUSED], // nothing yet
  [REFUSED, REFUSED, REFUSED, 2, 3, REFUSED, REFUSED], // minus
  [REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, 4, 6], // zero
  [REFUSED, REFUSED, REFUSED, 3, 3, 4, 6], // digits
  [REFUSED, REFUSED, REFUSED, 5, 5, REFUSED, REFUSED], // point
  [REFUSED, REFUSED, REFUSED, 5, 5, REFUSED, 6], // fraction
  [REFUSED, 7, 7, 8, 8, REFUSED, REFUSED], // e
  [REFUSED, REFUSED, REFUSED, 8, 8, REFUSED, REFUSED], // sign of the exponent
  [REFUSED, REFUSED, REFUSED, 8, 8, REFUSED, REFUSED], // exponent
];

const CLASSES = new Uint8Array(256);
CLASSES[0x2d] = 1;
CLASSES[0x2b] = 2;
CLASSES[0x30] = 3;
for (let digit = 0x31; digit <= 0x39; digit += 1) CLASSES[digit] = 4;
CLASSES[0x2e] = 5;
CLASSES[0x65] = 6;
CLASSES[0x45] = 6;

const TABLE = new Uint8Array((STATES + 1) * 8).fill(REFUSED);
for (const [state, row] of ROWS.entries())
  for (const [cls, next] of row.entries()) TABLE[state * 8 + cls] = next;

/** Whether a byte can stand in a number at all. */
export function isNumberByte(byte: number): boolean {
  return CLASSES[byte] !== 0;
}

/** The state after one more byte of a number; null where no number goes on so. */
export function nextNumberState(state: number, byte: number): number {
  return TABLE[state * 8 + (CLASSES[byte] ?? 0)] ?? REFUSED;
}

export function isRefused(state: number): boolean {
  return state === REFUSED;
}

/** Whether a number can end in this state. */
export function isComplete(state: number): boolean {
  return state === 2 || state === 3 || state === 5 || state === 8;
}

/** The same for a text. */
export const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
