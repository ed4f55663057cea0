/**
 * From the texts of a schema to the snapshot that the judge needs: what a server would tell after it had run them, and nothing else. What no
 * text tells is assumed: PostgreSQL 18 in UTF8, a role of no special name with the search path `"$user", public`, and no
 * numbers of tables and columns, by which the proxy looks at answers once more.
 */
import { createHash } from 'node:crypto';
import { relationKey } from '@dlpc/runtime/abi';
import {
  type AddedObject,
  type Catalog,
  type LiveColumn,
  type LiveRelation,
  NO_WRITE_EFFECTS,
} from '@dlpc/runtime/catalog/catalog';
import type { RelationState, StateKind } from '../../schema/ddl/relation-state.ts';
import { TEMPORARY } from '../../schema/ddl/search-path.ts';
import { UNKNOWN_TYPE } from '../../schema/model.ts';
import { printType } from '../../schema/types/print-type.ts';
import { addedTypeOf, addedTypes } from './added-types.ts';
import { EXTENSION_OBJECTS } from './extension-objects.ts';
import type { Added, Surroundings } from './surroundings.ts';
import { SYSTEM_RELATIONS } from './system-relations.ts';
import { type Link, linksOf, writeEffects } from './write-effects.ts';

/** The newest major that the judge's parser speaks. */
const ASSUMED_VERSION = 180000;

const RELKINDS: Readonly<Record<StateKind, string | null>> = {
  table: 'r',
  'partitioned table': 'p',
  view: 'v',
  'materialized view': 'm',
  'foreign table': 'f',
  'composite type': null,
};

export function catalogOf(surroundings: Surroundings): Catalog {
  const relations = new Map(systemRelations().map((relation) => [keyOf(relation), relation]));
  const links = linksOf(surroundings);
  for (const state of surroundings.database.relations) {
    const relation = liveRelation(state, surroundings, links);
    if (relation !== null) relations.set(keyOf(relation), relation);
  }
  for (const sequence of sequencesOf(surroundings)) relations.set(keyOf(sequence), sequence);
  const catalog = {
    serverVersion: ASSUMED_VERSION,
    encoding: 'UTF8',
    searchPath: ['pg_catalog', 'public'],
    ground: { role: '', searchPath: '"$user", public' },
    origins: new Map(),
    relations,
    sequences: fedBySequences(surroundings, relations),
    addedFunctions: byName(surroundings, surroundings.functions, 'functions'),
    addedOperators: byName(surroundings, surroundings.operators, 'operators'),
    types: addedTypes(surroundings),
    silentCalls: [...surroundings.silentCalls.values()].sort(),
  };
  return { ...catalog, version: fingerprint(catalog) };
}

function liveRelation(
  state: RelationState,
  surroundings: Surroundings,
  links: readonly Link[],
): LiveRelation | null {
  const relkind = RELKINDS[state.kind];
  if (relkind === null || state.schema === TEMPORARY) return null;
  const { definition, securityBarrier } = surroundings.of(state);
  return {
    schema: state.schema,
    name: state.name,
    relkind,
    builtIn: false,
    columns: columnsOf(state, surroundings),
    definition: relkind === 'v' || relkind === 'm' ? definition : null,
    securityBarrier,
    parents: state.parents.filter(({ kind }) => RELKINDS[kind] !== null).map(keyOf),
    onWrite: relkind === 'r' || relkind === 'p' ? writeEffects(state, surroundings, links) : NO_WRITE_EFFECTS,
  };
}

function columnsOf(state: RelationState, surroundings: Surroundings): readonly LiveColumn[] {
  const tables = [state, ...state.parents].map((table) => surroundings.of(table));
  const generated = tables.map((table) => table.generatedFrom);
  return state.columns.map(({ name, type }) => ({
    name,
    type: type === null ? UNKNOWN_TYPE : printType(type),
    addedType: addedTypeOf(type),
    nondeterministic: tables.some((table) => table.nondeterministic.has(name)),
    generatedFrom: [...(generated.find((from) => from.has(name))?.get(name) ?? [])].sort(),
  }));
}

/** Sequences of tables that are no more have gone with them. */
function sequencesOf({ sequences, database }: Surroundings): readonly LiveRelation[] {
  const columns = [
    ['last_value', 'bigint'],
    ['log_cnt', 'bigint'],
    ['is_called', 'boolean'],
  ].map(([name = '', type = '']) => ({
    name,
    type,
    addedType: null,
    nondeterministic: false,
    generatedFrom: [],
  }));
  return sequences
    .filter(({ owner }) => owner === null || database.relations.has(owner.relation))
    .map(({ schema, name }) => ({ ...plain(schema, name, 'S'), builtIn: false, columns }));
}

/** The columns that own a sequence, and those whose default names it. */
function fedBySequences(
  surroundings: Surroundings,
  relations: ReadonlyMap<string, LiveRelation>,
): Catalog['sequences'] {
  const owned = surroundings.sequences.flatMap(({ schema, name, owner }) =>
    owner === null || !surroundings.database.relations.has(owner.relation)
      ? []
      : [{ sequence: relationKey(schema, name), relation: keyOf(owner.relation), column: owner.column }],
  );
  const drawn = [...relations].flatMap(([relation, { onWrite }]) =>
    onWrite.defaults.flatMap(({ column, sql }) => {
      const sequence = sql === null ? null : drawnFrom(sql, relations);
      return sequence === null ? [] : [{ sequence, relation, column }];
    }),
  );
  const texts = new Set([...owned, ...drawn].map((fed) => JSON.stringify(fed)));
  const all = [...texts].sort().map((text) => JSON.parse(text) as (typeof owned)[number]);
  const groups = Map.groupBy(all, ({ sequence }) => sequence);
  return new Map(
    [...groups].map(([key, fed]) => [key, fed.map(({ relation, column }) => ({ relation, column }))]),
  );
}

/** The sequence of `nextval('public.orders_id_seq'::regclass)`, as dumps and people write it. */
function drawnFrom(sql: string, relations: ReadonlyMap<string, LiveRelation>): string | null {
  const [, quoted, plain] = /\bnextval\s*\(\s*'(?:"?(\w+)"?\.)?"?(\w+)"?'/i.exec(sql) ?? [];
  const schemas = quoted === undefined ? ['pg_catalog', 'public'] : [quoted];
  const keys = schemas.map((schema) => relationKey(schema, plain ?? ''));
  return keys.find((key) => relations.get(key)?.relkind === 'S') ?? null;
}

function systemRelations(): readonly LiveRelation[] {
  return SYSTEM_RELATIONS.trim()
    .split('\n')
    .map((line) => {
      const [schema = '', name = '', relkind = '', ...columns] = line.trim().split(' ');
      return {
        ...plain(schema, name, relkind),
        builtIn: true,
        columns: columns.map((column) => ({
          name: column,
          type: '',
          addedType: null,
          nondeterministic: false,
          generatedFrom: [],
        })),
      };
    });
}

function plain(schema: string, name: string, relkind: string) {
  return {
    schema,
    name,
    relkind,
    definition: null,
    securityBarrier: false,
    parents: [],
    onWrite: NO_WRITE_EFFECTS,
  };
}

/** Those that stand in the texts, and those that their extensions bring. */
function byName(
  { extensions }: Surroundings,
  added: readonly Added[],
  kind: 'functions' | 'operators',
): ReadonlyMap<string, readonly AddedObject[]> {
  const map = new Map<string, AddedObject[]>();
  const add = (name: string, object: AddedObject) => {
    const list = map.get(name);
    if (list === undefined) map.set(name, [object]);
    else list.push(object);
  };
  for (const { schema, name } of added) add(name, { schema, extension: null });
  for (const { schema, name: extension } of extensions)
    for (const name of EXTENSION_OBJECTS[extension]?.[kind].split(' ') ?? [])
      if (name !== '') add(name, { schema, extension });
  return map;
}

function fingerprint(catalog: Omit<Catalog, 'version'>): string {
  const text = JSON.stringify(catalog, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function keyOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return relationKey(schema, name);
}
