/**
 * How masks compute with numbers such that no stored value makes them fail: what the types hold, and conversions that
 * stay within it. Knows no mask.
 *
 * Floats are computed as `numeric`, by their first 15 digits, which the server takes whatever `extra_float_digits` says:
 * its own operators on floats fail on overflow and on underflow.
 */
import type { ColumnType } from '../schema/model.ts';
import { call, cast, quoteIdentifier, quoteLiteral } from '../sql/sql.ts';

/** Values of a `numeric` without a precision that lie further out count as this one: the most digits end somewhere. */
const OUTERMOST_NUMERIC = '1e1000';

/** The same for floats; the conversion back from 15 digits would go over their ends. */
const OUTERMOST_REAL = '1e38';
const OUTERMOST_DOUBLE = '1e300';

/** Least and greatest values of the integer types by their names. */
const INTEGER_ENDS: Readonly<Record<string, readonly [least: bigint, greatest: bigint]>> = {
  smallint: [-(2n ** 15n), 2n ** 15n - 1n],
  integer: [-(2n ** 31n), 2n ** 31n - 1n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** The ends of an integer type. */
export function integerEnds({ base }: ColumnType): readonly [least: bigint, greatest: bigint] {
  const ends = INTEGER_ENDS[base];
  if (ends === undefined) throw new TypeError(`${base} is no integer type`);
  return ends;
}

/** Precision and scale of a `numeric`; null where it has none. */
export function precisionOf({
  base,
}: ColumnType): { readonly precision: number; readonly scale: number } | null {
  const found = /^numeric\((\d+),(-?\d+)\)$/.exec(base);
  return found === null ? null : { precision: Number(found[1]), scale: Number(found[2]) };
}

/** The greatest value of a `numeric` with a precision, cut to `digits` after the point; null where it has none. */
export function greatestNumeric(type: ColumnType, digits: number): string | null {
  const limits = precisionOf(type);
  if (limits === null) return null;
  const { precision, scale } = limits;
  const nines = '9'.repeat(precision);
  if (scale <= 0) return nines + '0'.repeat(-scale);
  const padded = nines.padStart(scale + 1, '0');
  const fraction = padded.slice(-scale).slice(0, digits);
  return padded.slice(0, -scale) + (fraction === '' ? '' : `.${fraction}`);
}

/** `value` as a constant of type `numeric`. */
export function numericLiteral(value: string): string {
  return cast(quoteLiteral(value), 'numeric');
}

/**
 * A column of a `numeric` or float type, computed anew by `compute` from its value as a finite `numeric`. NaN, the
 * infinities and NULL stay what they are.
 */
export function computed(column: string, type: ColumnType, compute: (value: string) => string): string {
  const raw = quoteIdentifier(column);
  if (type.family === 'numeric') {
    const number = cast(raw, 'numeric');
    const inner =
      precisionOf(type) === null ? between(number, 'numeric', OUTERMOST_NUMERIC, 'numeric_') : number;
    // The remainder of what is not finite is NaN. PostgreSQL 13 knows no infinite `numeric` that could be compared with.
    const remainder = call('numeric_mod', number, numericLiteral('1'));
    const finite = call('numeric_ne', remainder, numericLiteral('NaN'));
    return `CASE WHEN ${finite} THEN ${cast(compute(inner), type.base)} ELSE ${cast(raw, type.base)} END`;
  }
  const float = cast(raw, 'double precision');
  const outermost = type.base === 'real' ? OUTERMOST_REAL : OUTERMOST_DOUBLE;
  const inner = between(float, 'double precision', outermost, 'float8');
  // NaN counts as greater than everything.
  const infinity = cast(quoteLiteral('Infinity'), 'double precision');
  const finite = call('float8lt', call('float8abs', float), infinity);
  const result = cast(compute(cast(inner, 'numeric')), type.base);
  return `CASE WHEN ${finite} THEN ${result} ELSE ${cast(raw, type.base)} END`;
}

function between(value: string, type: string, outermost: string, functions: string): string {
  const [least, greatest] = [`-${outermost}`, outermost].map((end) => cast(quoteLiteral(end), type));
  return call(`${functions}smaller`, call(`${functions}larger`, value, String(least)), String(greatest));
}
