/** CREATE TABLE AS, CREATE MATERIALIZED VIEW and SELECT INTO. */
import type { CreateTableAsStmt, IntoClause, Node, SelectStmt } from 'libpg-query';
import { strings } from '../../parse/node.ts';
import { readRelations } from '../../query/read-relations.ts';
import type { Context } from '../context.ts';
import { derivedColumns } from '../query-catalog.ts';
import { ownColumn, relationState } from '../relation-state.ts';
import { viewColumns } from './create-view.ts';
import { placeNew } from './place-new.ts';

export function createTableAs(context: Context, statement: CreateTableAsStmt): void {
  const { query, into, if_not_exists: ifNotExists } = statement;
  if (into === undefined) return;
  if (statement.objtype === 'OBJECT_MATVIEW') createMaterializedView(context, into, query, ifNotExists);
  else createFromQuery(context, into, query, ifNotExists);
}

/** `SELECT … INTO t`, the older spelling of CREATE TABLE AS. */
export function selectInto(context: Context, statement: SelectStmt): void {
  if (statement.intoClause !== undefined)
    createFromQuery(context, statement.intoClause, { SelectStmt: statement }, false);
}

function createMaterializedView(
  context: Context,
  into: IntoClause,
  query: Node | undefined,
  ifNotExists: boolean | undefined,
): void {
  const place = placeNew(context, into.rel, { ifNotExists });
  if (place === null) return;
  const { columns, rows } = viewColumns(context, query, strings(into.colNames));
  const reads = readRelations(context.database, query);
  const state = relationState(place, 'materialized view', columns, reads);
  state.rows = rows;
  context.database.addRelation(state);
}

/** A table whose columns are not known by name and type is of no use to a policy: that is an error. */
function createFromQuery(
  context: Context,
  into: IntoClause,
  query: Node | undefined,
  ifNotExists: boolean | undefined,
): void {
  const place = placeNew(context, into.rel, { ifNotExists });
  if (place === null) return;
  const names = strings(into.colNames);
  const columns = derivedColumns(context.database, query).columns ?? [];
  const unclear = columns.find(({ type }) => type === null);
  if (columns.length === 0 || unclear !== undefined) {
    const what = unclear === undefined ? 'the columns' : `the type of \`${unclear.name}\``;
    context.report.error(
      `${what} in \`${place.name}\` cannot be told from this query: write the table with its columns, or cast each to a type`,
      into.rel?.location,
    );
  }
  context.database.addRelation(
    relationState(
      place,
      'table',
      columns.map(({ name, type, derivation }, index) =>
        ownColumn(names[index] ?? name, type, { derivation }),
      ),
    ),
  );
}
