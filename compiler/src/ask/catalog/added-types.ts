/** The types of a database as its catalog holds them: each that was added, its array, and the row of each relation. */
import { relationKey } from '@dlpc/runtime/abi';
import type { AddedType } from '@dlpc/runtime/catalog/catalog';
import type { NamedType, TypeRef } from '../../schema/types/named-type.ts';
import { printType } from '../../schema/types/print-type.ts';
import type { Surroundings } from './surroundings.ts';

/** Numbers are given from here on, as the server gives them (access/transam.h, FirstNormalObjectId). No client can know them. */
const FIRST_OID = 16384;

/** Key of the type of a column among those that were added; null for a type of the server's own. */
export function addedTypeOf(ref: TypeRef | null): string | null {
  if (ref === null || ref.type.kind === 'builtin') return null;
  return relationKey(ref.type.schema, ref.isArray ? arrayName(ref.type.name) : ref.type.name);
}

export function addedTypes(surroundings: Surroundings): ReadonlyMap<string, AddedType> {
  const types = new Map<string, AddedType>();
  const add = (
    schema: string,
    name: string,
    type: Omit<AddedType, 'oid' | 'conduct' | 'schema' | 'rangeCalls'>,
    rangeCalls = false,
  ) =>
    types.set(relationKey(schema, name), {
      ...type,
      schema,
      oid: FIRST_OID + types.size,
      rangeCalls,
      conduct: 'acts',
    });
  for (const type of surroundings.database.types) {
    if (type.kind === 'builtin') continue;
    const { schema, name } = type;
    const extension = type.kind === 'extension' ? type.extension : null;
    const calls = surroundings.callingRanges.has(type);
    add(schema, name, { extension, ...describe(type, surroundings) }, calls);
    const array = { typtype: 'b', parts: [relationKey(schema, name)], base: null, checks: [] };
    add(schema, arrayName(name), { extension, ...array });
  }
  return types;
}

function describe(type: NamedType, { database, domainChecks }: Surroundings) {
  const nothing = { parts: [], base: null, checks: [] };
  if (type.kind === 'enum') return { ...nothing, typtype: 'e' };
  if (type.kind === 'domain')
    return {
      typtype: 'd',
      parts: partsOf([type.base]),
      base: printType(type.base),
      checks: [...(domainChecks.get(`${type.schema}.${type.name}`)?.values() ?? [])],
    };
  const relation = database.relationAt(type);
  if (relation !== null)
    return { ...nothing, typtype: 'c', parts: partsOf(relation.columns.map((column) => column.type)) };
  // A range or a base type; what is known of neither is the same.
  return { ...nothing, typtype: 'b' };
}

function partsOf(refs: readonly (TypeRef | null)[]): readonly string[] {
  return [...new Set(refs.map(addedTypeOf).filter((key) => key !== null))].sort();
}

/** As `makeArrayTypeName` makes it, where no other type is called so. */
function arrayName(name: string): string {
  let cut = name;
  while (Buffer.byteLength(cut) > 62) cut = cut.slice(0, -1);
  return `_${cut}`;
}
