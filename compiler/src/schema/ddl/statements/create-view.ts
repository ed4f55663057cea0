/** CREATE VIEW, and the rule that an old dump makes a view with. */
import type { Node, RuleStmt, ViewStmt } from 'libpg-query';
import { strings } from '../../parse/node.ts';
import { queryColumns } from '../../query/query-columns.ts';
import { readRelations } from '../../query/read-relations.ts';
import type { QueryColumn } from '../../query/scope.ts';
import { type Context, lookUpRelation } from '../context.ts';
import { ownColumn, relationState } from '../relation-state.ts';
import { placeNew } from './place-new.ts';

export function createView(context: Context, statement: ViewStmt): void {
  const { database } = context;
  const columns = viewColumns(context, statement.query, strings(statement.aliases)).map(({ name, type }) =>
    ownColumn(name, type),
  );
  const place = statement.view === undefined ? null : database.placeOf(statement.view);
  const replaced = place === null ? null : database.relationAt(place);
  if (statement.replace === true && replaced?.kind === 'view') {
    replaced.columns = columns;
    return;
  }
  const free = placeNew(context, statement.view);
  if (free !== null)
    database.addRelation(relationState(free, 'view', columns, readRelations(database, statement.query)));
}

/** `CREATE RULE "_RETURN" AS ON SELECT TO … DO INSTEAD …` turns an empty table into a view. */
export function createRule(context: Context, statement: RuleStmt): void {
  if (statement.event !== 'CMD_SELECT') return;
  const relation = lookUpRelation(context, statement.relation);
  if (relation !== null) relation.kind = 'view';
}

/** What a view shows; a definition that does not tell is a warning, as a view may well need no policy. */
export function viewColumns(
  context: Context,
  query: Node | undefined,
  aliases: readonly string[],
): readonly QueryColumn[] {
  const columns = queryColumns(context.database, query);
  if (columns === null) {
    if (aliases.length === 0)
      context.report.warning(
        'the columns of this view cannot be told from its text: list them after its name',
      );
    return aliases.map((name) => ({ name, type: null }));
  }
  return columns.map(({ name, type }, index) => ({ name: aliases[index] ?? name, type }));
}
