/** Functions in FROM: set-returning and scalar ones, ROWS FROM, XMLTABLE and JSON_TABLE. */
import type { Alias, JsonTable, Node, RangeFunction, RangeTableFunc } from 'libpg-query';
import { as, strings } from '../parse/node.ts';
import { callRefusal, expressionLineage } from './expression.ts';
import { functionColumns } from './functions.ts';
import { type Lineage, NOTHING, union } from './lineage.ts';
import { renameColumns } from './rename-columns.ts';
import { type QueryColumn, type Reading, type Scope, type ScopeItem, tableItem } from './scope.ts';

/** `FROM f(…)`, with what is needed to find out what its arguments read. */
export function functionItem(reading: Reading, scope: Scope, node: RangeFunction): ScopeItem {
  const calls = (node.functions ?? []).map((call) => callColumns(reading, scope, call, node));
  const lists = calls.map(({ columns }) => columns);
  const columns = lists.includes(null) ? null : lists.flatMap((list) => list ?? []);
  const ordinality = node.ordinality === true ? [column('ordinality', NOTHING)] : [];
  const rows = union(calls.map(({ rows }) => rows));
  const [first] = calls;
  return tableItem(
    {
      name: node.alias?.aliasname ?? first?.name ?? '',
      schema: null,
      columns: renameColumns(columns && [...columns, ...ordinality], node.alias),
      isStored: false,
    },
    rows,
  );
}

interface Call {
  readonly name: string;
  readonly columns: readonly QueryColumn[] | null;
  readonly rows: Lineage;
}

/** Each entry is a list of the call and, in ROWS FROM, its column definitions. */
function callColumns(reading: Reading, scope: Scope, entry: Node, node: RangeFunction): Call {
  const [expression, definitions] = as('List', entry)?.items ?? [];
  const rows = expressionLineage(reading, scope, expression);
  const defined = definedNames(as('List', definitions)?.items ?? node.coldeflist);
  const call = as('FuncCall', expression);
  // CURRENT_DATE and the like, and JSON functions, stand in FROM as one column.
  if (call === null) return { name: '', columns: null, rows };
  const names = strings(call.funcname);
  const name = names.at(-1) ?? '';
  if (defined.length > 0) return { name, columns: defined.map((one) => column(one, rows)), rows };
  if (callRefusal(reading, names) !== null) return { name, columns: null, rows };
  // UNNEST of several arrays gives a column for each.
  if (name === 'unnest' && (call.args ?? []).length > 1) {
    const columns = (call.args ?? []).map((arg) => column('unnest', expressionLineage(reading, scope, arg)));
    return { name, columns, rows };
  }
  const given = functionColumns(name);
  const only = node.is_rowsfrom === true ? name : (node.alias?.aliasname ?? name);
  const columns = given === 'scalar' ? [only] : given;
  return { name, columns: columns?.map((one) => column(one, rows)) ?? null, rows };
}

function definedNames(definitions: readonly Node[] | undefined): readonly string[] {
  return (definitions ?? []).flatMap((node) => as('ColumnDef', node)?.colname ?? []);
}

/** `XMLTABLE(…)`: each column may take from the whole document. */
export function xmlTableItem(reading: Reading, scope: Scope, node: RangeTableFunc): ScopeItem {
  const { columns = [], alias, docexpr, rowexpr, namespaces } = node;
  const rows = expressionLineage(reading, scope, [docexpr, rowexpr, namespaces]);
  const found = columns.flatMap((entry) => {
    const definition = as('RangeTableFuncCol', entry);
    if (definition === null) return [];
    const { colname = '', colexpr, coldefexpr, for_ordinality: isNumber } = definition;
    const own = expressionLineage(reading, scope, [colexpr, coldefexpr]);
    return [column(colname, isNumber === true ? NOTHING : union([rows, own]))];
  });
  return named(alias, 'xmltable', found, rows);
}

/** `JSON_TABLE(…)`: the columns of nested paths come after those beside them. */
export function jsonTableItem(reading: Reading, scope: Scope, node: JsonTable): ScopeItem {
  const { context_item: context, passing, columns = [], on_error: onError, alias } = node;
  const rows = expressionLineage(reading, scope, [context, passing, onError]);
  return named(alias, 'json_table', jsonColumns(reading, scope, columns, rows), rows);
}

function jsonColumns(
  reading: Reading,
  scope: Scope,
  nodes: readonly Node[],
  rows: Lineage,
): readonly QueryColumn[] {
  const definitions = nodes.flatMap((node) => as('JsonTableColumn', node) ?? []);
  const own = definitions
    .filter(({ coltype }) => coltype !== 'JTC_NESTED')
    .map(({ name = '', coltype, on_empty: onEmpty, on_error: onError }) =>
      column(
        name,
        coltype === 'JTC_FOR_ORDINALITY'
          ? NOTHING
          : union([rows, expressionLineage(reading, scope, [onEmpty, onError])]),
      ),
    );
  const nested = definitions
    .filter(({ coltype }) => coltype === 'JTC_NESTED')
    .flatMap((definition) => jsonColumns(reading, scope, definition.columns ?? [], rows));
  return [...own, ...nested];
}

function named(
  alias: Alias | undefined,
  name: string,
  columns: readonly QueryColumn[],
  rows: Lineage,
): ScopeItem {
  const table = { name: alias?.aliasname ?? name, schema: null, isStored: false };
  return tableItem({ ...table, columns: renameColumns(columns, alias) }, rows);
}

function column(name: string, value: Lineage): QueryColumn {
  return { name, type: null, value };
}
