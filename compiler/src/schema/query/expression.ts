/**
 * What an expression is computed from: every column in it, whatever is done with it. A kind of expression that is not in
 * the list is opaque.
 */
import type { A_Indirection, ColumnRef, FuncCall, Node, SubLink, WindowDef } from 'libpg-query';
import { as, strings } from '../parse/node.ts';
import { isComputing, isSetReturning } from './functions.ts';
import { type Lineage, opaque, union } from './lineage.ts';
import { columnsOfTable, isColumnName, resolveReference } from './resolve-reference.ts';
import { allColumns, type Reading, type Scope } from './scope.ts';

/** Expressions that compute on what stands in them, and on nothing else. */
const COMPUTING: ReadonlySet<string> = new Set(
  (
    'A_ArrayExpr A_Const A_Expr A_Indices A_Star BoolExpr BooleanTest CaseExpr CaseWhen CoalesceExpr CollateClause ' +
    'GroupingFunc GroupingSet JsonArgument JsonArrayAgg JsonArrayConstructor JsonFuncExpr JsonIsPredicate JsonKeyValue ' +
    'JsonObjectAgg JsonObjectConstructor JsonParseExpr JsonScalarExpr JsonSerializeExpr JsonValueExpr List ' +
    'MergeSupportFunc MinMaxExpr MultiAssignRef NamedArgExpr NullTest ParamRef ResTarget RowExpr SQLValueFunction ' +
    'SetToDefault SortBy String TypeCast WindowDef XmlExpr XmlSerialize Integer Float Boolean BitString'
  ).split(' '),
);

/** Parts of the tree that hold no expression. */
const WITHOUT_EXPRESSION: ReadonlySet<string> = new Set([
  'A_Const',
  'TypeName',
  'typeName',
  'String',
  'output',
]);

type Special = (reading: Reading, scope: Scope | null, node: never) => readonly Lineage[];

const SPECIAL: Readonly<Record<string, Special>> = {
  ColumnRef: (_reading, scope, node: ColumnRef) => [columnReference(scope, node)],
  SubLink: subLink,
  FuncCall: functionCall,
  A_Indirection: indirection,
  // JSON_ARRAY(SELECT …)
  SelectStmt: (reading, scope, node: never) => queryValue(reading, scope, { SelectStmt: node }),
};

/** The lineage of an expression, or of a list of them. */
export function expressionLineage(reading: Reading, scope: Scope | null, expression: unknown): Lineage {
  const found: Lineage[] = [];
  const pending: unknown[] = [expression];
  while (pending.length > 0) {
    const item = pending.pop();
    if (typeof item !== 'object' || item === null) continue;
    if (!reading.log.step()) return opaque('the query is too complex to be followed');
    for (const [key, value] of Object.entries(item)) {
      const special = Object.hasOwn(SPECIAL, key) ? SPECIAL[key] : undefined;
      if (special !== undefined) found.push(...special(reading, scope, value as never));
      else if (key === 'over') pending.push(value, ...namedWindows(scope, value as WindowDef));
      else if (isTag(key) && !COMPUTING.has(key))
        found.push(opaque(`this kind of expression (${key}) is not known`));
      else if (!WITHOUT_EXPRESSION.has(key)) pending.push(value);
    }
  }
  return union(found);
}

/** Whether an expression may make several rows of one, or none. */
export function maySpread(expression: unknown): boolean {
  const pending: unknown[] = [expression];
  while (pending.length > 0) {
    const item = pending.pop();
    if (typeof item !== 'object' || item === null) continue;
    for (const [key, value] of Object.entries(item)) {
      if (key === 'FuncCall') {
        const [name = ''] = strings((value as FuncCall).funcname).toReversed();
        if (isSetReturning(name) || !isComputing(name)) return true;
      }
      pending.push(value);
    }
  }
  return false;
}

/** Kinds of nodes begin with a capital letter, fields do not; the index of a list does neither. */
function isTag(key: string): boolean {
  return /^[A-Z]/.test(key);
}

function columnReference(scope: Scope | null, { fields }: ColumnRef): Lineage {
  const names = strings(fields);
  if (!(fields ?? []).some((field) => 'A_Star' in field)) return resolveReference(scope, names);
  const [table, schema] = names.toReversed();
  const columns =
    table === undefined ? allColumns(scope?.items ?? []) : columnsOfTable(scope, table, schema ?? null);
  return columns === null
    ? opaque('what a `*` stands for is not known')
    : union(columns.map((column) => column.value));
}

function queryValue(reading: Reading, scope: Scope | null, query: Node | undefined): readonly Lineage[] {
  const { columns, rows } = reading.readQuery(reading, query, scope);
  if (columns === null) return [rows, opaque('the columns of a subquery cannot be told')];
  return [rows, ...columns.map((column) => column.value)];
}

function subLink(reading: Reading, scope: Scope | null, node: never): readonly Lineage[] {
  const { subLinkType, testexpr, subselect }: SubLink = node;
  if (subLinkType !== 'EXISTS_SUBLINK')
    return [expressionLineage(reading, scope, testexpr), ...queryValue(reading, scope, subselect)];
  // What the rows of EXISTS hold does not matter, only whether there are any.
  return [reading.readQuery(reading, subselect, scope).rows];
}

function functionCall(reading: Reading, scope: Scope | null, node: never): readonly Lineage[] {
  const { funcname, ...rest }: FuncCall = node;
  const names = strings(funcname);
  const of = expressionLineage(reading, scope, rest);
  const reason = callRefusal(reading, names);
  return reason === null ? [of] : [of, opaque(reason)];
}

/** Why a function may read more than its arguments; null where it is a built-in one that does not. */
export function callRefusal({ catalog }: Reading, names: readonly string[]): string | null {
  const [name = '', schema = 'pg_catalog'] = names.toReversed();
  const isBuiltIn = schema === 'pg_catalog' && isComputing(name);
  if (isBuiltIn && (names.length > 1 || !catalog.isAddedFunction(name))) return null;
  return `what the function \`${names.join('.')}\` reads is not known`;
}

/** `(t).c` reads one column of the row. Whatever else a path follows, all of what it begins with is taken. */
function indirection(reading: Reading, scope: Scope | null, node: never): readonly Lineage[] {
  const { arg, indirection: path = [] }: A_Indirection = node;
  const [row, ...more] = strings(as('ColumnRef', arg)?.fields);
  const [field] = strings(path.slice(0, 1));
  const subscripts = expressionLineage(reading, scope, path);
  if (row !== undefined && more.length === 0 && field !== undefined && !isColumnName(scope, row)) {
    const column = columnsOfTable(scope, row, null)?.find(({ name }) => name === field);
    if (column !== undefined) return [column.value, subscripts];
  }
  const calls = strings(path).filter((name) => mayBeCall(reading, name));
  const [call] = calls;
  return [
    expressionLineage(reading, scope, arg),
    subscripts,
    ...(call === undefined ? [] : [opaque(`\`.${call}\` may be a field or a function`)]),
  ];
}

/** `(x).f` calls a function where `x` has no field `f`: one that was added, or a built-in one that reads files or text as SQL. */
function mayBeCall({ catalog }: Reading, name: string): boolean {
  return catalog.isAddedFunction(name) || /^pg_|^lo_|_to_xml/.test(name);
}

/** The windows that `OVER` names, each with the one that it is built on. */
function namedWindows(scope: Scope | null, over: WindowDef): readonly WindowDef[] {
  const found: WindowDef[] = [];
  let name = over.name ?? over.refname;
  while (name !== undefined) {
    const window: WindowDef | undefined = scope?.windows.get(name);
    if (window === undefined || found.includes(window)) break;
    found.push(window);
    name = window.refname;
  }
  return found;
}
