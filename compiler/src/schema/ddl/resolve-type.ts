/** From a type name of the tree to the type that it means. Reports nothing: some callers only want to know. */
import type { TypeName } from 'libpg-query';
import { strings } from '../parse/node.ts';
import { printModifier } from '../types/modifiers.ts';
import type { NamedType, TypeRef } from '../types/named-type.ts';
import type { Database } from './database.ts';

export type TypeResolution =
  | { readonly kind: 'found'; readonly type: TypeRef }
  | { readonly kind: 'unknown-name' }
  | { readonly kind: 'wrong-modifier' };

/** Looks a type up along the search_path. */
export function resolveType(database: Database, typeName: TypeName): TypeResolution {
  const [name = '', schema] = strings(typeName.names).toReversed();
  const named = database.findType(schema, name);
  // An array type has a name too: that of its elements with an underscore before it.
  const element = named === null && name.startsWith('_') ? database.findType(schema, name.slice(1)) : null;
  const type = named ?? element;
  if (type === null) return { kind: 'unknown-name' };
  const modifier = printModifier(modifiersOf(type), typeName.typmods ?? []);
  if (modifier === null) return { kind: 'wrong-modifier' };
  const isArray = element !== null || (typeName.arrayBounds ?? []).length > 0;
  return { kind: 'found', type: { type, modifier, isArray } };
}

function modifiersOf(type: NamedType) {
  return type.kind === 'builtin' || type.kind === 'extension' ? type.modifiers : 'none';
}
