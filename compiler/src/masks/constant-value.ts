/**
 * Whether a column's type holds the value that an author gives, decided as the server would: a literal that it refused
 * would take the whole column with it. What is accepted reads the same under every setting of a session.
 */
import type { ColumnType } from '../schema/model.ts';
import { constantTime } from './constant-time.ts';
import { integerEnds, precisionOf } from './numbers.ts';

/** No number of an author's needs more; a `numeric` without a precision holds it. */
const LONGEST_NUMBER = 100;

/** The text of a literal for `value`; null where the type does not hold it. */
export function constantValue(type: ColumnType, value: string): string | null {
  switch (type.family) {
    case 'text':
      return isText(value) && fitsLength(type, value) ? value : null;
    case 'enum':
      return type.enumValues?.includes(value) ? value : null;
    case 'integer':
      return isInteger(type, value) ? value : null;
    case 'numeric':
      return isNumeric(type, value) ? value : null;
    case 'float':
      return isFloat(type, value) ? value : null;
    case 'boolean':
      return value === 'true' || value === 'false' ? value : null;
    case 'date':
    case 'timestamp':
      return constantTime(type, value);
    case 'uuid':
      return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value : null;
    default:
      return null;
  }
}

/** U+0000 and a lone surrogate have no place in a PostgreSQL text. */
export function isText(value: string): boolean {
  return !value.includes('\0') && value.isWellFormed();
}

/** Whether a text is no longer than the column is. */
export function fitsLength({ maxLength }: ColumnType, value: string): boolean {
  return maxLength === null || [...value].length <= maxLength;
}

function isInteger(type: ColumnType, value: string): boolean {
  if (!/^-?\d{1,19}$/.test(value)) return false;
  const [least, greatest] = integerEnds(type);
  return BigInt(value) >= least && BigInt(value) <= greatest;
}

/** Without rounding: a price of 0.999 would become 1.00. */
function isNumeric(type: ColumnType, value: string): boolean {
  const digits = decimal(value);
  if (digits === null) return false;
  const limits = precisionOf(type);
  if (limits === null) return true;
  const { precision, scale } = limits;
  const { whole, fraction } = digits;
  if (fraction.length > Math.max(scale, 0)) return false;
  const scaled = BigInt(whole + fraction.padEnd(Math.max(scale, 0), '0'));
  const step = 10n ** BigInt(Math.max(-scale, 0));
  return scaled % step === 0n && scaled / step < 10n ** BigInt(precision);
}

function isFloat({ base }: ColumnType, value: string): boolean {
  if (decimal(value) === null) return false;
  const number = base === 'real' ? Math.fround(Number(value)) : Number(value);
  return Number.isFinite(number) && (number !== 0 || /^[-0.]*$/.test(value));
}

/** The digits of a number without its sign, and without zeros that end its fraction. */
function decimal(value: string): { readonly whole: string; readonly fraction: string } | null {
  const found = /^-?(\d+)(?:\.(\d+))?$/.exec(value);
  if (found === null || value.length > LONGEST_NUMBER) return null;
  return { whole: found[1] ?? '', fraction: (found[2] ?? '').replace(/0+$/, '') };
}
