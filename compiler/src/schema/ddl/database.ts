/**
 * The database that a text describes, while it is read: its schemas, relations and types, and the session's
 * search_path. Statements change it; nothing here knows their syntax trees but for names.
 */

import { relationKey } from '@dlpc/runtime/abi';
import type { RangeVar } from 'libpg-query';
import { builtinTypes } from '../types/builtin-types.ts';
import type { NamedType } from '../types/named-type.ts';
import type { RelationState } from './relation-state.ts';
import { SearchPath, TEMPORARY } from './search-path.ts';

/** Where a new object goes. */
export interface Place {
  readonly schema: string;
  readonly name: string;
}

interface Placed {
  schema: string;
  name: string;
}

export class Database {
  readonly path = new SearchPath();
  /** Schemas into which extensions were installed whose types are not known here, with one such extension. */
  readonly opaqueExtensions = new Map<string, string>();
  readonly #schemas = new Set(['public', 'pg_catalog', 'information_schema', TEMPORARY]);
  // Sets keep the order of the text through renames; finding by name goes through the maps.
  readonly #relations = new Set<RelationState>();
  readonly #relationsByKey = new Map<string, RelationState>();
  readonly #types = new Set<NamedType>();
  readonly #typesByKey = new Map<string, NamedType>();
  readonly #functions = new Set<string>();

  constructor() {
    for (const type of builtinTypes().values()) this.addType(type);
  }

  /** In the order of the text. */
  get relations(): ReadonlySet<RelationState> {
    return this.#relations;
  }

  get types(): ReadonlySet<NamedType> {
    return this.#types;
  }

  /** Names of the functions that were made, in whatever schema. */
  get functions(): ReadonlySet<string> {
    return this.#functions;
  }

  addFunction(name: string): void {
    this.#functions.add(name);
  }

  addSchema(name: string): void {
    this.#schemas.add(name);
  }

  /** Schema for a new object of an unqualified name; null where the search_path is empty. */
  creationSchema(): string | null {
    return this.path.creation((schema) => this.#schemas.has(schema));
  }

  /** Where the relation of a CREATE goes; null where the search_path is empty. */
  placeOf(range: RangeVar): Place | null {
    const schema = range.schemaname ?? (range.relpersistence === 't' ? TEMPORARY : this.creationSchema());
    return schema === null ? null : { schema, name: range.relname ?? '' };
  }

  relationAt(place: Place): RelationState | null {
    return this.#relationsByKey.get(keyOf(place)) ?? null;
  }

  /** The relation that a name means where it is used. */
  findRelation(schema: string | undefined, name: string): RelationState | null {
    return this.#find(this.#relationsByKey, schema, name);
  }

  findType(schema: string | undefined, name: string): NamedType | null {
    return this.#find(this.#typesByKey, schema, name);
  }

  addRelation(relation: RelationState): void {
    this.#relations.add(relation);
    this.#relationsByKey.set(keyOf(relation), relation);
    // Each relation is also a composite type.
    this.addType({ kind: 'opaque', schema: relation.schema, name: relation.name });
  }

  addType(type: NamedType): void {
    this.#types.add(type);
    this.#typesByKey.set(keyOf(type), type);
  }

  removeRelation(relation: RelationState): void {
    this.#relations.delete(relation);
    this.#relationsByKey.delete(keyOf(relation));
    const rowType = this.#typesByKey.get(keyOf(relation));
    if (rowType !== undefined) this.removeType(rowType);
  }

  removeType(type: NamedType): void {
    this.#types.delete(type);
    this.#typesByKey.delete(keyOf(type));
  }

  /** Renames or moves a relation with its row type. */
  moveRelation(relation: RelationState, to: Place): void {
    const rowType = this.#typesByKey.get(keyOf(relation));
    if (rowType !== undefined) this.moveType(rowType, to);
    move(this.#relationsByKey, relation, to);
  }

  moveType(type: NamedType, to: Place): void {
    move(this.#typesByKey, type, to);
  }

  renameSchema(from: string, to: string): void {
    for (const relation of this.#relations)
      if (relation.schema === from) this.moveRelation(relation, { schema: to, name: relation.name });
    for (const type of this.#types)
      if (type.schema === from) this.moveType(type, { schema: to, name: type.name });
    this.#schemas.delete(from);
    this.#schemas.add(to);
  }

  removeSchema(name: string): void {
    this.#schemas.delete(name);
  }

  #find<T>(objects: ReadonlyMap<string, T>, schema: string | undefined, name: string): T | null {
    for (const candidate of schema === undefined ? this.path.lookup : [schema]) {
      const found = objects.get(keyOf({ schema: candidate, name }));
      if (found !== undefined) return found;
    }
    return null;
  }
}

function keyOf({ schema, name }: Place): string {
  return relationKey(schema, name);
}

function move<T extends Placed>(objects: Map<string, T>, object: T, to: Place): void {
  objects.delete(keyOf(object));
  object.schema = to.schema;
  object.name = to.name;
  objects.set(keyOf(object), object);
}
