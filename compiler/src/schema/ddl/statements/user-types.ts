/** CREATE TYPE for enums, ranges and base types, CREATE DOMAIN, and ALTER TYPE for the values of an enum. */
import type {
  AlterEnumStmt,
  CreateDomainStmt,
  CreateEnumStmt,
  CreateRangeStmt,
  DefineStmt,
  Node,
} from 'libpg-query';
import { strings } from '../../parse/node.ts';
import type { EnumType } from '../../types/named-type.ts';
import { type Context, lookUpType, qualified } from '../context.ts';
import type { Place } from '../database.ts';

export function createEnum(context: Context, statement: CreateEnumStmt): void {
  const place = placeNewType(context, statement.typeName);
  if (place !== null) context.database.addType({ kind: 'enum', ...place, values: strings(statement.vals) });
}

export function createDomain(context: Context, statement: CreateDomainStmt): void {
  const place = placeNewType(context, statement.domainname);
  const base = statement.typeName === undefined ? null : lookUpType(context, statement.typeName);
  if (place !== null && base !== null) context.database.addType({ kind: 'domain', ...place, base });
}

/** A range brings a multirange: `…range` becomes `…multirange`, any other name gets `_multirange`. */
export function createRange(context: Context, statement: CreateRangeStmt): void {
  const place = placeNewType(context, statement.typeName);
  if (place === null) return;
  context.database.addType({ kind: 'opaque', ...place });
  context.database.addType({ kind: 'opaque', ...multirangeOf(statement, place) });
}

/** Where the multirange of a range goes. */
export function multirangeOf({ params = [] }: CreateRangeStmt, range: Place): Place {
  const given = params.flatMap((node) =>
    'DefElem' in node && node.DefElem.defname === 'multirange_type_name' ? [node.DefElem.arg] : [],
  )[0];
  const [name = defaultMultirange(range.name), schema = range.schema] = multirangeName(given);
  return { schema, name };
}

/** CREATE TYPE for a base type, which may fill a shell made before; what else this statement defines is no type. */
export function define(context: Context, statement: DefineStmt): void {
  if (statement.kind !== 'OBJECT_TYPE') return;
  const { database } = context;
  const [name = '', qualifier] = strings(statement.defnames).toReversed();
  const schema = qualifier ?? database.creationSchema();
  if (schema !== null && database.findType(schema, name)?.kind === 'opaque') return;
  const place = placeNewType(context, statement.defnames);
  if (place !== null) database.addType({ kind: 'opaque', ...place });
}

export function alterEnum(context: Context, statement: AlterEnumStmt): void {
  const { database, report } = context;
  const [name = '', schema] = strings(statement.typeName).toReversed();
  const type = database.findType(schema, name);
  if (type?.kind !== 'enum') report.error(`no enum is called \`${qualified(schema, name)}\``);
  else if (statement.oldVal === undefined) addValue(context, type, statement);
  else if (!type.values.includes(statement.oldVal))
    report.error(`the enum \`${name}\` has no value \`${statement.oldVal}\``);
  else {
    const { oldVal, newVal = '' } = statement;
    type.values = type.values.map((value) => (value === oldVal ? newVal : value));
  }
}

function addValue({ report }: Context, type: EnumType, statement: AlterEnumStmt): void {
  const { newVal = '', newValNeighbor: neighbor, newValIsAfter, skipIfNewValExists } = statement;
  if (type.values.includes(newVal)) {
    if (skipIfNewValExists !== true) report.error(`the enum \`${type.name}\` has \`${newVal}\` already`);
    return;
  }
  const index = neighbor === undefined ? type.values.length : type.values.indexOf(neighbor);
  if (index === -1) report.error(`the enum \`${type.name}\` has no value \`${neighbor}\``);
  else
    type.values = type.values.toSpliced(
      newValIsAfter === true && neighbor !== undefined ? index + 1 : index,
      0,
      newVal,
    );
}

function placeNewType({ database, report }: Context, names: readonly Node[] | undefined): Place | null {
  const [name = '', qualifier] = strings(names).toReversed();
  const schema = qualifier ?? database.creationSchema();
  if (schema === null) {
    report.error(`\`${name}\` has no schema to go into`);
    return null;
  }
  if (database.findType(schema, name) === null) return { schema, name };
  report.error(`the type \`${qualified(schema, name)}\` exists already`);
  return null;
}

function defaultMultirange(range: string): string {
  return range.includes('range') ? range.replace('range', 'multirange') : `${range}_multirange`;
}

function multirangeName(node: Node | undefined): readonly string[] {
  return node !== undefined && 'TypeName' in node ? strings(node.TypeName.names).toReversed() : [];
}
