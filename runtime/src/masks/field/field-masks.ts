/**
 * What masks make of the values of fields: the same as their SQL makes of a column (compiler/src/masks; the tests compare the two on a
 * real server). Knows no body: it is given the JSON text of one value.
 */
import type { DetectorEntry, FieldMask } from '../../abi.ts';
import { ipPrefix } from './address-masks.ts';
import type { MaskKey } from './keyed.ts';
import { bucketInteger, bucketNumeric, readDecimal, readInteger, roundNumeric } from './number-masks.ts';
import { replaceText } from './replace-mask.ts';
import { elementsOf, type MaskScalar, type Scalar, scalarOf } from './scalar.ts';
import { cut, type SqlType, sqlType, textOf } from './sql-type.ts';
import { emailText, hashText, hashUuid, keepText, tokenizeText } from './text-masks.ts';
import {
  offsetMinutes,
  readDate,
  readTimestamp,
  shift,
  truncate,
  writeDate,
  writeTimestamp,
} from './time-masks.ts';

export interface FieldMasker {
  /** What stands for every value; null where it depends on the value. */
  readonly constant: string | null;
  /** What stands for the value of a valid JSON text without white space around it. */
  of(text: string): string;
}

const NULL: FieldMasker = { constant: 'null', of: () => 'null' };

/** Whether this proxy can compute a mask; one that it cannot must be in no bundle that it takes. */
export function isKnownMask({ name, type }: FieldMask): boolean {
  return MASKS[name] !== undefined && sqlType(type) !== null;
}

/** What masks are computed with. */
export interface MaskContext {
  readonly key: MaskKey | null;
  /** Those of the matcher. */
  readonly detectors: readonly DetectorEntry[];
}

/** A mask made ready. What cannot be computed is null: a keyed mask without a key, or a type that the mask does not fit. */
export function fieldMasker({ name, args, type: typeText }: FieldMask, context: MaskContext): FieldMasker {
  const type = sqlType(typeText);
  const make = MASKS[name];
  if (type === null || make === undefined) return NULL;
  const made = make(type, args, context);
  if (typeof made === 'string') return { constant: made, of: () => made };
  if (made === null) return NULL;
  const one = (text: string): string => made(scalarOf(text)) ?? 'null';
  if (!type.isArray) return { constant: null, of: one };
  return {
    constant: null,
    of: (text) => {
      const elements = elementsOf(text);
      return elements === null ? 'null' : `[${elements.map(one).join(',')}]`;
    },
  };
}

type Args = FieldMask['args'];

/** The one text for all values, or a function; null where the mask does not fit. */
type MakeMask = (type: SqlType, args: Args, context: MaskContext) => string | MaskScalar | null;

const MASKS: Readonly<Record<string, MakeMask>> = {
  null: () => 'null',
  redact: (type) => (type.name === 'text' && !type.isArray ? quoted(cut('[redacted]', type)) : 'null'),
  constant: constantOf,
  zero: () => '0',
  hash: (type, _args, { key }) => {
    if (key === null) return null;
    if (type.name === 'uuid') return uuidMask(hashUuid(key));
    return textMask(type, hashText(key, type));
  },
  tokenize: (type, [format], { key }) =>
    key === null ? null : textMask(type, tokenizeText(key, type, String(format))),
  keep_first: (type, [kept]) => textMask(type, keepText('first', type, Number(kept))),
  keep_last: (type, [kept]) => textMask(type, keepText('last', type, Number(kept))),
  email: (type) => textMask(type, emailText(type)),
  replace: (type, [detector, replacement], { detectors }) => {
    const sought = detectors[Number(detector)];
    return sought === undefined ? null : textMask(type, replaceText(sought, String(replacement), type));
  },
  bucket: (type, [width]) => bucketMask(type, BigInt(Number(width))),
  round: (type, [digits]) => (type.name === 'numeric' ? decimalMask(roundNumeric(Number(digits))) : null),
  date_trunc: (type, [unit, offset = 'UTC']) =>
    timeMask(type, truncate(String(unit), type.name === 'date' ? 0 : offsetMinutes(String(offset)))),
  date_shift: (type, [days], { key }) => (key === null ? null : timeMask(type, shift(key, Number(days)))),
  ip_prefix: (type, [v4bits, v6bits = 48]) => {
    if (type.name !== 'inet') return null;
    const network = ipPrefix(Number(v4bits), Number(v6bits));
    return (value) => (value.kind === 'string' ? quotedOrNull(network(value.value)) : null);
  },
};

/** The compiler has made sure that the type holds the value. */
function constantOf(type: SqlType, [value = '']: Args): string | null {
  const text = String(value);
  switch (type.name) {
    case 'integer':
    case 'numeric':
      // As the server writes it: without a plus or zeros before it.
      return /^-?\d+(?:\.\d+)?$/.test(text)
        ? text.replace(/^(-?)0+(?=\d)/, '$1').replace(/^-(0(?:\.0*)?)$/, '$1')
        : null;
    case 'boolean':
      return text === 'true' || text === 'false' ? text : null;
    case 'timestamptz': {
      const instant = readTimestamp(fullTimestamp(text));
      return instant === null ? null : quotedOrNull(writeTimestamp(instant));
    }
    case 'uuid':
      return quoted(text.toLowerCase());
    default:
      return quoted(text);
  }
}

/** A policy may leave out the seconds, or the whole time. */
function fullTimestamp(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00Z`;
  return text.replace(/^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?=Z|[+-])/, '$1:00');
}

function textMask(type: SqlType, mask: (text: string) => string): MaskScalar | null {
  if (type.name !== 'text') return null;
  return (value) => {
    const text = textOf(value, type);
    return text === null ? null : quoted(mask(text));
  };
}

function uuidMask(mask: (uuid: string) => string): MaskScalar {
  return (value) => {
    if (value.kind !== 'string') return null;
    const found = /^\{?([0-9a-f]{4}(?:-?[0-9a-f]{4}){7})\}?$/i.exec(value.value);
    if (found === null || value.value.startsWith('{') !== value.value.endsWith('}')) return null;
    const digits = (found[1] ?? '').replaceAll('-', '').toLowerCase();
    const canonical = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return quoted(mask(canonical));
  };
}

function bucketMask(type: SqlType, width: bigint): MaskScalar | null {
  if (type.name === 'numeric') return decimalMask(bucketNumeric(width));
  const { ends } = type;
  if (ends === null) return null;
  const bucket = bucketInteger(ends[0], width);
  return (value) => {
    const read = value.kind === 'number' ? readInteger(value.text, ends) : null;
    return read === null ? null : bucket(read).toString();
  };
}

function decimalMask(mask: (value: NonNullable<ReturnType<typeof readDecimal>>) => string): MaskScalar {
  return (value) => {
    const read = value.kind === 'number' ? readDecimal(value.text) : null;
    return read === null ? null : mask(read);
  };
}

function timeMask(type: SqlType, mask: (instant: bigint) => bigint | null): MaskScalar | null {
  const [read, write] =
    type.name === 'date'
      ? [readDate, writeDate]
      : type.name === 'timestamptz'
        ? [readTimestamp, writeTimestamp]
        : [null, null];
  if (read === null || write === null) return null;
  return (value: Scalar) => {
    const instant = value.kind === 'string' ? read(value.value) : null;
    const masked = instant === null ? null : mask(instant);
    return masked === null ? null : quotedOrNull(write(masked));
  };
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function quotedOrNull(text: string | null): string | null {
  return text === null ? null : quoted(text);
}
