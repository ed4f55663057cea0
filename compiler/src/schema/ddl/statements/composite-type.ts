/** CREATE TYPE … AS (…), and its use by typed tables. */
import type { CompositeTypeStmt, TypeName } from 'libpg-query';
import { as, strings } from '../../parse/node.ts';
import { type Context, qualified } from '../context.ts';
import { type RelationState, relationState } from '../relation-state.ts';
import { columnOf } from './column-definition.ts';
import { placeNew } from './place-new.ts';

export function createCompositeType(context: Context, statement: CompositeTypeStmt): void {
  const place = placeNew(context, statement.typevar);
  if (place === null) return;
  const columns = (statement.coldeflist ?? []).flatMap((node) => {
    const definition = as('ColumnDef', node);
    return definition === null ? [] : (columnOf(context, definition) ?? []);
  });
  context.database.addRelation(relationState(place, 'composite type', columns));
}

/** The composite type that a typed table is OF; null, with a report, where there is none. */
export function lookUpCompositeType({ database, report }: Context, type: TypeName): RelationState | null {
  const [name = '', schema] = strings(type.names).toReversed();
  const found = database.findRelation(schema, name);
  if (found?.kind === 'composite type') return found;
  report.error(`no composite type is called \`${qualified(schema, name)}\``, type.location);
  return null;
}
