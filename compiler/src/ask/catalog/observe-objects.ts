/** Functions, operators, casts, extensions, sequences and the checks of domains. */
import type {
  AlterDomainStmt,
  AlterSeqStmt,
  Constraint,
  CreateCastStmt,
  CreateDomainStmt,
  CreateExtensionStmt,
  CreateFunctionStmt,
  CreateOpClassStmt,
  CreateRangeStmt,
  CreateSeqStmt,
  DefineStmt,
  Node,
  ObjectWithArgs,
  TypeName,
} from 'libpg-query';
import { lookUpType } from '../../schema/ddl/context.ts';
import { multirangeOf } from '../../schema/ddl/statements/user-types.ts';
import { as, strings } from '../../schema/parse/node.ts';
import { printType } from '../../schema/types/print-type.ts';
import { isTrue } from './observe-columns.ts';
import type { Observing } from './observing.ts';
import type { Added, Sequence } from './surroundings.ts';

export function observeFunction(seen: Observing, statement: CreateFunctionStmt): void {
  add(seen, seen.surroundings.functions, statement.funcname);
}

/** Aggregates are functions. */
export function observeDefinition(seen: Observing, { kind, defnames, definition }: DefineStmt): void {
  if (kind === 'OBJECT_AGGREGATE') add(seen, seen.surroundings.functions, defnames);
  if (kind === 'OBJECT_OPERATOR') add(seen, seen.surroundings.operators, defnames);
  if (kind === 'OBJECT_COLLATION' && isNondeterministic(definition))
    seen.surroundings.nondeterministicCollations.add(strings(defnames).at(-1) ?? '');
}

function isNondeterministic(definition: DefineStmt['definition']): boolean {
  const options = (definition ?? []).flatMap((node) => as('DefElem', node) ?? []);
  return options.some(({ defname, arg }) => defname === 'deterministic' && !isTrue(arg));
}

/** A range and its multirange bring functions that make values of them. */
export function observeRange(seen: Observing, statement: CreateRangeStmt): void {
  const [name = '', schema = seen.surroundings.database.creationSchema() ?? ''] = strings(
    statement.typeName,
  ).toReversed();
  const multirange = multirangeOf(statement, { schema, name });
  const { functions, ranges, callingRanges, database } = seen.surroundings;
  const calls = rangeCalls(seen, statement);
  functions.push({ schema, name }, multirange);
  for (const place of [{ schema, name }, multirange]) {
    const type = database.findType(place.schema, place.name);
    if (type !== null) (calls ? callingRanges : ranges).add(type);
  }
}

/** Whether a range runs what was added. A canonical function takes the range itself, so that no built-in one can be it. */
function rangeCalls({ surroundings }: Observing, { params }: CreateRangeStmt): boolean {
  const { functions, operatorClasses, ranges, database } = surroundings;
  const options = (params ?? []).flatMap((node) => as('DefElem', node) ?? []);
  return options.some(({ defname, arg }) => {
    const names = strings(as('TypeName', arg)?.names ?? as('List', arg)?.items ?? (arg && [arg]));
    const [name = '', schema] = names.toReversed();
    if (defname === 'canonical') return true;
    if (defname === 'subtype_diff') return schema !== 'pg_catalog' && functions.some((f) => f.name === name);
    if (defname === 'subtype_opclass') return schema !== 'pg_catalog' && operatorClasses.has(name);
    if (defname !== 'subtype') return false;
    const subtype = database.findType(schema, name);
    return subtype?.kind === 'opaque' && !ranges.has(subtype);
  });
}

export function observeExtension(seen: Observing, { extname = '', options = [] }: CreateExtensionStmt): void {
  const option = options
    .flatMap((node) => as('DefElem', node) ?? [])
    .find(({ defname }) => defname === 'schema');
  const schema = as('String', option?.arg)?.sval ?? seen.surroundings.database.creationSchema() ?? 'public';
  seen.surroundings.extensions.push({ name: extname, schema });
}

export function observeSequence(seen: Observing, { sequence, options }: CreateSeqStmt): void {
  const place = sequence === undefined ? null : seen.surroundings.database.placeOf(sequence);
  if (place === null) return;
  const created: Sequence = { owner: null, ...place };
  seen.surroundings.sequences.push(created);
  observeOwner(seen, created, options);
}

/** `ALTER SEQUENCE … OWNED BY table.column`, as a pg_dump has it. */
export function observeAlterSequence(seen: Observing, { sequence, options }: AlterSeqStmt): void {
  const { sequences, database } = seen.surroundings;
  const place = sequence === undefined ? null : database.placeOf(sequence);
  const altered = sequences.find(({ schema, name }) => schema === place?.schema && name === place.name);
  if (altered !== undefined) observeOwner(seen, altered, options);
}

/** `OWNED BY NONE` is a list of one name. */
function observeOwner({ surroundings }: Observing, sequence: Sequence, options: readonly Node[] = []): void {
  const owner = options
    .flatMap((node) => as('DefElem', node) ?? [])
    .find(({ defname }) => defname === 'owned_by');
  if (owner === undefined) return;
  const [column = '', table, schema] = strings(as('List', owner.arg)?.items).toReversed();
  const relation = table === undefined ? null : surroundings.database.findRelation(schema, table);
  sequence.owner = relation === null ? null : { relation, column };
}

export function observeDomain(seen: Observing, statement: CreateDomainStmt): void {
  const [name = '', schema = seen.surroundings.database.creationSchema() ?? ''] = strings(
    statement.domainname,
  ).toReversed();
  for (const node of statement.constraints ?? []) {
    const constraint = as('Constraint', node);
    if (constraint !== null) addDomainCheck(seen, { schema, name }, constraint);
  }
}

export function observeAlterDomain(
  seen: Observing,
  { subtype, typeName, def, name = '' }: AlterDomainStmt,
): void {
  const [last = '', schema] = strings(typeName).toReversed();
  const domain = seen.surroundings.database.findType(schema, last);
  if (domain === null) return;
  const constraint = as('Constraint', def);
  if (subtype === 'C' && constraint !== null) addDomainCheck(seen, domain, constraint);
  if (subtype === 'X') seen.surroundings.domainChecks.get(keyOf(domain))?.delete(name);
}

export function observeCast(seen: Observing, { sourcetype, targettype, func }: CreateCastStmt): void {
  if (func === undefined) return;
  const name = `the cast (${typeText(seen, sourcetype)} AS ${typeText(seen, targettype)})`;
  seen.surroundings.silentCalls.set(name, name);
}

/** Only a default class is taken without being named. */
export function observeOperatorClass(seen: Observing, statement: CreateOpClassStmt): void {
  const { amname = '', isDefault, opclassname, datatype } = statement;
  seen.surroundings.operatorClasses.add(strings(opclassname).at(-1) ?? '');
  if (isDefault !== true || (amname !== 'btree' && amname !== 'hash')) return;
  const name = `the operator class ${strings(opclassname).at(-1) ?? ''} of type ${typeText(seen, datatype)}`;
  seen.surroundings.silentCalls.set(name, name);
}

/** Takes away one function or operator of this name; what was never there is no mistake. */
export function forget(seen: Observing, from: Added[], object: Node): void {
  const names =
    (object as { ObjectWithArgs?: ObjectWithArgs }).ObjectWithArgs?.objname ?? as('List', object)?.items;
  const [name = '', schema] = strings(names).toReversed();
  const path = schema === undefined ? seen.surroundings.database.path.lookup : [schema];
  const index = from.findIndex((added) => added.name === name && path.includes(added.schema));
  if (index !== -1) from.splice(index, 1);
}

function add(seen: Observing, to: Added[], names: readonly Node[] | undefined): void {
  const [name = '', schema = seen.surroundings.database.creationSchema() ?? ''] = strings(names).toReversed();
  to.push({ schema, name });
}

function addDomainCheck(
  seen: Observing,
  domain: { readonly schema: string; readonly name: string },
  constraint: Constraint,
): void {
  if (constraint.contype !== 'CONSTR_CHECK') return;
  const text = seen.text.parenthesisedAfter('check', constraint.location ?? 0);
  if (text === null) return;
  const checks = seen.surroundings.domainChecks.get(keyOf(domain)) ?? new Map<string, string>();
  seen.surroundings.domainChecks.set(keyOf(domain), checks);
  checks.set(constraint.conname ?? `${domain.name}_check${checks.size || ''}`, text);
}

function keyOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}

/** As `format_type` prints it; as it stands there, where it is not known. */
function typeText({ surroundings }: Observing, typeName: TypeName | undefined): string {
  const report = { error: () => undefined, warning: () => undefined };
  const type =
    typeName === undefined ? null : lookUpType({ database: surroundings.database, report }, typeName);
  return type === null ? strings(typeName?.names).join('.') : printType(type);
}
