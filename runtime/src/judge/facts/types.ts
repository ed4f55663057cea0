/** TypeName, and the types of parameters: a conversion runs the input or cast function of its type, and the checks of a domain. */
import { relationKey } from '../../abi.ts';
import type { AddedType, Catalog } from '../../catalog/catalog.ts';
import { denials } from '../denials.ts';
import { isHarmlessType } from '../known/types.ts';
import { namesOf } from '../parse/tree.ts';
import { locationOf, type Visitor } from './walk.ts';

export const visitTypeName: Visitor = (walk, node, scope) => {
  walk.fields('TypeName', node, scope);
  const names = namesOf(node.names);
  const name = names?.at(-1);
  if (names === null || name === undefined || names.length > 2) {
    walk.refuse(denials.construct('this type'), locationOf(node));
    return;
  }
  const schema = names.length === 2 ? (names[0] ?? '') : null;
  if (!computes(findType(walk.catalog, schema, name)))
    walk.refuse(denials.type(names.join('.')), locationOf(node));
};

/** The first of `oids` to which no client may have a text converted, as `Bind` does with the values of parameters; null where it may. */
export function refusedParameterType(oids: readonly number[], catalog: Catalog): number | null {
  // No built-in type does anything with a text but read it, and those that cannot be read say so.
  const added = oids.filter((oid) => oid >= FIRST_NORMAL_OID);
  if (added.length === 0) return null;
  return added.find((oid) => !computes(numbered(catalog).get(oid) ?? null)) ?? null;
}

const byOid = new WeakMap<Catalog, ReadonlyMap<number, AddedType>>();

function numbered(catalog: Catalog): ReadonlyMap<number, AddedType> {
  const known = byOid.get(catalog) ?? new Map([...catalog.types.values()].map((type) => [type.oid, type]));
  byOid.set(catalog, known);
  return known;
}

/** Object identifiers from here on were assigned after initdb (access/transam.h, FirstNormalObjectId). */
const FIRST_NORMAL_OID = 16384;

type FoundType = AddedType | 'harmless' | null;

function computes(type: FoundType): boolean {
  return type === 'harmless' || type?.conduct === 'computes';
}

/** The type that a name means: in the named schema, else in the first schema of the search path that has one. */
function findType(catalog: Catalog, schema: string | null, name: string): FoundType {
  for (const candidate of schema === null ? catalog.searchPath : [schema]) {
    if (candidate === 'pg_catalog' && isHarmlessType(name)) return 'harmless';
    const added = catalog.types.get(relationKey(candidate, name));
    if (added !== undefined) return added;
  }
  return null;
}
