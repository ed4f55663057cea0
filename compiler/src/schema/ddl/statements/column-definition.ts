/** A column definition of CREATE TABLE, ALTER TABLE and CREATE TYPE. */
import type { ColumnDef, Constraint, TypeName } from 'libpg-query';
import { as, strings } from '../../parse/node.ts';
import { readExpression } from '../../query/read-query.ts';
import type { TypeRef } from '../../types/named-type.ts';
import { type Context, lookUpType } from '../context.ts';
import { catalogRelation, queryCatalog } from '../query-catalog.ts';
import type { ColumnState } from '../relation-state.ts';

/** Names that look like types and stand for an integer with a sequence. */
const SERIAL_TYPES: ReadonlyMap<string, string> = new Map([
  ['smallserial', 'int2'],
  ['serial2', 'int2'],
  ['serial', 'int4'],
  ['serial4', 'int4'],
  ['bigserial', 'int8'],
  ['serial8', 'int8'],
]);

/** The column that a definition makes; null, with a report, where its type is unknown. */
export function columnOf(context: Context, definition: ColumnDef): ColumnState | null {
  const { typeName, colname: name = '' } = definition;
  if (typeName === undefined) return null;
  const serial = serialType(context, typeName);
  const type = serial ?? lookUpType(context, typeName);
  if (type === null) return null;
  const passesNotNull = serial !== null || constraintsOf(definition).some(passesOn);
  return {
    name,
    type,
    notNull: passesNotNull || isNotNull(definition),
    passesNotNull,
    isLocal: true,
    inherited: 0,
    derivation: null,
  };
}

/**
 * Notes what the generated columns among `definitions` are computed from, once all columns of their table are there.
 */
export function noteGenerated(
  { database }: Context,
  table: { readonly schema: string; readonly name: string; readonly columns: readonly ColumnState[] },
  definitions: readonly ColumnDef[],
): void {
  const relation = catalogRelation(table);
  for (const definition of definitions) {
    const column = table.columns.find(({ name }) => name === definition.colname);
    const generated = constraintsOf(definition).find(({ contype }) => contype === 'CONSTR_GENERATED');
    if (column !== undefined && generated !== undefined)
      column.derivation = readExpression(queryCatalog(database), relation, generated.raw_expr);
  }
}

/** Whether a definition makes its column NOT NULL. */
export function isNotNull(definition: ColumnDef): boolean {
  return constraintsOf(definition).some(refusesNull);
}

function constraintsOf(definition: ColumnDef): readonly Constraint[] {
  return (definition.constraints ?? []).flatMap((node) => as('Constraint', node) ?? []);
}

function refusesNull({ contype }: Constraint): boolean {
  return contype === 'CONSTR_NOTNULL' || contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_IDENTITY';
}

function passesOn(constraint: Constraint): boolean {
  return refusesNull(constraint) && constraint.is_no_inherit !== true;
}

function serialType({ database }: Context, typeName: TypeName): TypeRef | null {
  const [name = '', ...rest] = strings(typeName.names);
  const integer = rest.length === 0 ? SERIAL_TYPES.get(name) : undefined;
  const type = integer === undefined ? null : database.findType('pg_catalog', integer);
  return type === null ? null : { type, modifier: '', isArray: false };
}
