/** Types as `pg_catalog.format_type` prints them with an empty search_path, and what masks need to know of them. */
import type { ColumnType } from '../model.ts';
import type { NamedType, TypeRef } from './named-type.ts';
import { quoteIdentifier } from './quote-identifier.ts';

/** The model's form of a type. */
export function columnType(ref: TypeRef): ColumnType {
  const base = baseOf(ref);
  const { type } = base;
  return {
    text: printType(ref),
    base: printType(base),
    family: base.isArray ? 'array' : familyOf(type),
    ignoresCase: !base.isArray && type.kind === 'extension' && type.ignoresCase,
    maxLength: base.isArray ? null : maxLengthOf(base),
    enumValues: !base.isArray && type.kind === 'enum' ? type.values : null,
  };
}

/** A type's text, such as `character varying(40)` or `public.mood[]`. */
export function printType({ type, modifier, isArray }: TypeRef): string {
  return `${printElement(type, modifier)}${isArray ? '[]' : ''}`;
}

/** The type below the domains. An array of a domain stays what it is. */
function baseOf(ref: TypeRef): TypeRef {
  let base = ref;
  while (base.type.kind === 'domain' && !base.isArray) base = base.type.base;
  return base;
}

function printElement(type: NamedType, modifier: string): string {
  if (type.kind !== 'builtin')
    return `${quoteIdentifier(type.schema)}.${quoteIdentifier(type.name)}${modifier}`;
  // `bit` and `character` stand for a length of 1, so one without any length is printed by its own name.
  const isBare = modifier === '' && (type.name === 'bit' || type.name === 'bpchar');
  if (type.printed === null || isBare) return quoteIdentifier(type.name) + modifier;
  const [before, after] = type.printed;
  return `${before}${modifier}${after}`;
}

function familyOf(type: NamedType): ColumnType['family'] {
  switch (type.kind) {
    case 'builtin':
    case 'extension':
      return type.family;
    case 'enum':
      return 'enum';
    case 'domain':
    case 'opaque':
      return 'other';
  }
}

function maxLengthOf({ type, modifier }: TypeRef): number | null {
  if (familyOf(type) !== 'text') return null;
  if (modifier !== '') return Number(modifier.slice(1, -1));
  return type.kind === 'builtin' ? type.maxLength : null;
}
