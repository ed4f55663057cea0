/**
 * The type of a field, as masks ask of it. A field has the type of the PostgreSQL column that would hold its values, so that
 * the same masks fit a column and the field that shows it, and mean the same.
 */
import type { ColumnType, TypeFamily } from '../../schema/model.ts';
import { itemsOf, stringOf, valueAt } from '../document/document-node.ts';
import type { Shape } from './api-model.ts';

/** Formats of strings that have a type of their own: what masks compute is then of that format. */
const STRING_FORMATS: Readonly<Record<string, { readonly base: string; readonly family: TypeFamily }>> = {
  date: { base: 'date', family: 'date' },
  'date-time': { base: 'timestamp with time zone', family: 'timestamp' },
  uuid: { base: 'uuid', family: 'uuid' },
  ipv4: { base: 'inet', family: 'inet' },
  ipv6: { base: 'inet', family: 'inet' },
};

/** The type of what may stand at a place. */
export function fieldType(shape: Shape): ColumnType {
  return typeAt(shape, 0);
}

function typeAt(shape: Shape, depth: number): ColumnType {
  const types = new Set(shape.types);
  types.delete('null');
  // Every integer is a number.
  if (types.has('number')) types.delete('integer');
  const [only, ...others] = types;
  if (only === undefined || others.length > 0) return plain('jsonb', 'json', textOf([...types]));
  switch (only) {
    case 'string':
      return stringType(shape);
    case 'integer':
      return formatsOf(shape).includes('int32')
        ? plain('integer', 'integer', 'integer (int32)')
        : plain('bigint', 'integer', 'integer');
    case 'number':
      return plain('numeric', 'numeric', 'number');
    case 'boolean':
      return plain('boolean', 'boolean', 'boolean');
    case 'array': {
      const element = shape.items === null || depth > 0 ? null : typeAt(shape.items.shape, depth + 1);
      // Lists of lists, and of what is no scalar, have no elements to mask one by one.
      return element === null || element.family === 'json'
        ? plain('jsonb', 'json', 'array')
        : { ...element, base: `${element.base}[]`, family: 'array', text: `array of ${element.text}` };
    }
    default:
      return plain('jsonb', 'json', 'object');
  }
}

function stringType(shape: Shape): ColumnType {
  const enumValues = enumOf(shape);
  if (enumValues !== null) return { ...plain('enum', 'enum', 'enum'), enumValues };
  const formats = new Set(formatsOf(shape));
  const [format, ...others] = formats;
  const known = format === undefined || others.length > 0 ? undefined : STRING_FORMATS[format];
  if (known !== undefined) return plain(known.base, known.family, `string (${format})`);
  const lengths = shape.sites.flatMap(({ node }) => lengthOf(valueAt(node, 'maxLength')));
  const maxLength = lengths.length === 0 ? null : Math.min(...lengths);
  return maxLength === null
    ? plain('text', 'text', 'string')
    : { ...plain(`character varying(${maxLength})`, 'text', `string of at most ${maxLength}`), maxLength };
}

/** The strings that any of the schemas lists; null where none does. */
function enumOf({ sites }: Shape): readonly string[] | null {
  const values = sites.flatMap(({ node }) => [
    ...itemsOf(valueAt(node, 'enum')),
    ...asList(valueAt(node, 'const')),
  ]);
  const texts = values.map((value) => stringOf(value)).filter((value) => value !== null);
  return texts.length === 0 ? null : [...new Set(texts)];
}

function asList<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}

function formatsOf({ sites }: Shape): readonly string[] {
  return sites.map(({ node }) => stringOf(valueAt(node, 'format'))).filter((format) => format !== null);
}

/** The lengths that a column can have; a longer one bounds nothing that a mask makes. */
function lengthOf(node: ReturnType<typeof valueAt>): readonly number[] {
  const value = node?.kind === 'scalar' ? node.value : null;
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 10_485_760
    ? [value]
    : [];
}

function plain(base: string, family: TypeFamily, text: string): ColumnType {
  return { text, base, family, ignoresCase: false, maxLength: null, enumValues: null };
}

function textOf(types: readonly string[]): string {
  return types.length === 0 ? 'any' : types.join(' or ');
}
