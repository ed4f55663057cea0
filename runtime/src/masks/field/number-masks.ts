/** `bucket` and `round` of numbers, exact at any size that `numeric` holds, as the compiler's SQL computes them. */

/** A decimal number: `units` · 10^-`scale`. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Digits of a number that is looked at; what has more becomes null. */
const MOST_DIGITS = 1_000;

/** Farther out, numbers count as this one: 10^1000. */
const OUTERMOST_EXPONENT = 1_000;

/** The greatest exponents that `numeric` takes. */
const MOST_EXPONENT = 131_071;
const LEAST_EXPONENT = -16_383;

/** Rounds down to a multiple of `width`, and to the least value of the type where that is below it. */
export function bucketInteger(least: bigint, width: bigint): (value: bigint) => bigint {
  return (value) => {
    const remainder = ((value % width) + width) % width;
    return value < least + remainder ? least : value - remainder;
  };
}

/** A JSON number as an integer within ends; null where it is none. */
export function readInteger(text: string, [least, greatest]: readonly [bigint, bigint]): bigint | null {
  if (!/^-?\d{1,19}$/.test(text)) return null;
  const value = BigInt(text);
  return value >= least && value <= greatest ? value : null;
}

export function bucketNumeric(width: bigint): (value: Decimal) => string {
  return ({ units, scale }) => {
    const step = width * 10n ** BigInt(scale);
    const remainder = ((units % step) + step) % step;
    return ((units - remainder) / 10n ** BigInt(scale)).toString();
  };
}

/** Halves away from zero; always as many digits behind the point. */
export function roundNumeric(digits: number): (value: Decimal) => string {
  return ({ units, scale }) => {
    if (scale <= digits) return written(units * 10n ** BigInt(digits - scale), digits);
    const divisor = 10n ** BigInt(scale - digits);
    const half = divisor / 2n;
    const rounded = units < 0n ? -((-units + half) / divisor) : (units + half) / divisor;
    return written(rounded, digits);
  };
}

/** A JSON number as `numeric` reads it, within what masks compute with; null where it has too many digits. */
export function readDecimal(text: string): Decimal | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = '', written = '0'] = parts;
  const exponent = Number(written);
  if (whole.length + fraction.length > MOST_DIGITS) return null;
  if (exponent > MOST_EXPONENT || exponent < LEAST_EXPONENT) return null;
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - exponent;
  const units = sign === '-' ? -digits : digits;
  // Said before it is computed: a short text can stand for a long number.
  if (digits !== 0n && scale < -OUTERMOST_EXPONENT)
    return { units: (units < 0n ? -1n : 1n) * 10n ** BigInt(OUTERMOST_EXPONENT), scale: 0 };
  if (digits === 0n) return { units: 0n, scale: Math.max(scale, 0) };
  const decimal = scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
  const outermost = 10n ** BigInt(OUTERMOST_EXPONENT + decimal.scale);
  if (decimal.units > outermost) return { units: 10n ** BigInt(OUTERMOST_EXPONENT), scale: 0 };
  if (decimal.units < -outermost) return { units: -(10n ** BigInt(OUTERMOST_EXPONENT)), scale: 0 };
  return decimal;
}

function written(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const sign = units < 0n ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
