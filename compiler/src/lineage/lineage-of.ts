/**
 * What a statement reads, and what each column of its answer is computed from. Knows schemas and nothing of policies.
 *
 * It is never less than what the server would compute from: what is not understood is `opaque`, and counts as computed from all
 * that the statement reads.
 */
import { type Action, relationKey } from '@dlpc/runtime/abi';
import type { Node } from 'libpg-query';
import type { Schema } from '../schema/model.ts';
import type { Lineage as QueryLineage } from '../schema/query/lineage.ts';
import type { ReadLog } from '../schema/query/read-log.ts';
import { readQuery } from '../schema/query/read-query.ts';
import { behindViews } from './behind-views.ts';
import { queryOf } from './query-of.ts';
import { type ColumnPlace, schemaCatalog } from './schema-catalog.ts';

export interface OutputColumn {
  readonly name: string;
  /** What its values are computed from: columns of views as the statement names them, and the stored columns behind those. */
  readonly value: readonly ColumnPlace[];
  /** What decides which rows there are, how often and in what order: conditions, joins, groups, sort keys. */
  readonly rows: readonly ColumnPlace[];
  /** Why {@link value} is all that the statement reads: half a sentence without a full stop. Null where it is exact. */
  readonly opaque: string | null;
}

export interface RelationRead {
  readonly relation: ColumnPlace['relation'];
  /** In the order in which the statement needs them. */
  readonly actions: readonly Action[];
}

export interface StatementLineage {
  /** Empty for a statement that gives no rows; null where the columns cannot be told. */
  readonly columns: readonly OutputColumn[] | null;
  /** Relations that the statement names, in its order; not those behind views. */
  readonly reads: readonly RelationRead[];
  /** Names that lead to no relation of the schema, such as those of the server's own catalogs. */
  readonly unknown: readonly string[];
}

export interface LineageOptions {
  /** Where names without a schema are looked up; `public` alone unless given. */
  readonly searchPath?: readonly string[];
}

/** The lineage of one statement of libpg-query's tree; null for a kind of statement that neither reads nor writes rows. */
export function lineageOf(
  schema: Schema,
  statement: Node,
  { searchPath = ['public'] }: LineageOptions = {},
): StatementLineage | null {
  const query = queryOf(statement);
  if (query === null) return null;
  const { columns, rows, log } = readQuery(schemaCatalog(schema, searchPath), query.node);
  const reads = readsOf(schema, log);
  const rowPlaces = behindViews(schema, placesOf(log, rows));
  const output =
    columns?.map(({ name, value }): OutputColumn => {
      const places = behindViews(schema, placesOf(log, value));
      return { name, value: places.columns, rows: rowPlaces.columns, opaque: value.opaque ?? places.opaque };
    }) ?? null;
  return { columns: query.gives ? output : [], reads, unknown: [...log.unknown] };
}

function placesOf(log: ReadLog, lineage: QueryLineage): readonly ColumnPlace[] {
  // The catalog of a schema makes no other origins.
  return [...log.originsOf(lineage)] as readonly ColumnPlace[];
}

function readsOf(schema: Schema, log: ReadLog): readonly RelationRead[] {
  return [...log.accesses].flatMap(({ relation: { schema: name, name: table }, actions }) => {
    const relation = schema.relations.get(relationKey(name, table));
    return relation === undefined ? [] : { relation, actions: [...actions] };
  });
}
