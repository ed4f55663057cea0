/** CREATE VIEW, and the rule that an old dump makes a view with. */
import type { Node, RuleStmt, ViewStmt } from 'libpg-query';
import { strings } from '../../parse/node.ts';
import type { Lineage } from '../../query/lineage.ts';
import { readRelations } from '../../query/read-relations.ts';
import { type Context, lookUpRelation } from '../context.ts';
import { derivedColumns } from '../query-catalog.ts';
import { type ColumnState, ownColumn, type RelationState, relationState } from '../relation-state.ts';
import { placeNew } from './place-new.ts';

export function createView(context: Context, statement: ViewStmt): void {
  const { database } = context;
  const { columns, rows } = viewColumns(context, statement.query, strings(statement.aliases));
  const place = statement.view === undefined ? null : database.placeOf(statement.view);
  const replaced = place === null ? null : database.relationAt(place);
  if (statement.replace === true && replaced?.kind === 'view') {
    define(replaced, columns, rows);
    return;
  }
  const free = placeNew(context, statement.view);
  if (free === null) return;
  const state = relationState(free, 'view', columns, readRelations(database, statement.query));
  state.rows = rows;
  database.addRelation(state);
}

/** `CREATE RULE "_RETURN" AS ON SELECT TO … DO INSTEAD …` turns an empty table into a view. */
export function createRule(context: Context, statement: RuleStmt): void {
  if (statement.event !== 'CMD_SELECT') return;
  const relation = lookUpRelation(context, statement.relation);
  if (relation === null) return;
  relation.kind = 'view';
  const { columns, everything, rows } = derivedColumns(context.database, statement.actions?.[0]);
  relation.rows = rows;
  for (const [index, column] of relation.columns.entries())
    column.derivation = columns?.[index]?.derivation ?? everything;
}

/** Gives a view another definition. Its columns stay the same objects, since views over it are made of them. */
function define(view: RelationState, columns: readonly ColumnState[], rows: Lineage): void {
  view.columns = columns.map((column, index) => Object.assign(view.columns[index] ?? {}, column));
  view.rows = rows;
}

/** What a view shows; a definition that does not tell is a warning, as a view may well need no policy. */
export function viewColumns(
  context: Context,
  query: Node | undefined,
  aliases: readonly string[],
): { readonly columns: ColumnState[]; readonly rows: Lineage } {
  const { columns, everything, rows } = derivedColumns(context.database, query);
  if (columns === null) {
    if (aliases.length === 0)
      context.report.warning(
        'the columns of this view cannot be told from its text: list them after its name',
      );
    return { columns: aliases.map((name) => ownColumn(name, null, { derivation: everything })), rows };
  }
  return {
    columns: columns.map(({ name, type, derivation }, index) =>
      ownColumn(aliases[index] ?? name, type, { derivation }),
    ),
    rows,
  };
}
