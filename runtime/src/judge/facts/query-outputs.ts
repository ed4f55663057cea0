/**
 * From which names the columns of a query's answer are computed, and by which its rows are chosen. Which column a name means is not resolved: whoever
 * asks takes it for every column that is called so. What has relations of its own making is not looked into: there, everything may come from everything.
 */
import { isHarmlessFunction } from '../known/functions.ts';
import {
  endsInStar,
  isTree,
  listOf,
  namesOf,
  nodesWithin,
  numberOf,
  stringOf,
  type Tree,
  type TreeValue,
  unwrap,
} from '../parse/tree.ts';
import { stringsOf } from './column-names.ts';
import { derives } from './derives.ts';

/** Names of columns; null for all there are. */
export type SourceNames = ReadonlySet<string> | null;

export interface OutputColumn {
  readonly from: SourceNames;
  /** Whether its values are those of a column as they are. */
  readonly isCopy: boolean;
}

export interface QueryOutputs {
  /** In the order of the answer; null where a `*` stands among them, or where they come from what the query made itself. */
  readonly columns: readonly OutputColumn[] | null;
  /** What decides which rows there are, and how many: conditions, joins, groups, DISTINCT, order and limits, functions that give rows. */
  readonly rows: SourceNames;
}

const UNKNOWN: QueryOutputs = { columns: null, rows: null };

/** Of a SelectStmt. */
export function queryOutputs(select: Tree): QueryOutputs {
  if (derives(select) || contains(select, 'RangeTableSample')) return UNKNOWN;
  return outputs(select);
}

/** The clauses that are looked at here: of one that is not, nobody has asked what it lets depend on what. */
const CLAUSES: ReadonlySet<string> = new Set([
  ...[
    'targetList',
    'fromClause',
    'whereClause',
    'groupClause',
    'groupDistinct',
    'havingClause',
    'windowClause',
  ],
  ...[
    'distinctClause',
    'sortClause',
    'limitCount',
    'limitOffset',
    'limitOption',
    'op',
    'all',
    'larg',
    'rarg',
  ],
]);

function outputs(select: Tree): QueryOutputs {
  if (Object.keys(select).some((field) => !CLAUSES.has(field))) return UNKNOWN;
  if (isTree(select.larg) && isTree(select.rarg))
    return united(select, outputs(select.larg), outputs(select.rarg));
  const targets = listOf(select.targetList).map((target): Tree => unwrap(target)?.node ?? {});
  const rows = rowsOf(select, targets);
  if (targets.some(({ val }) => isStar(val))) return { columns: null, rows };
  // What OVER names stands apart, for whichever of them it is.
  const windows = namesIn(select.windowClause);
  const columns = targets.map(({ val }) => ({
    from: isOverWindow(val) ? both(namesIn(val), windows) : namesIn(val),
    isCopy: unwrap(val)?.kind === 'ColumnRef',
  }));
  return { columns, rows };
}

/** UNION, INTERSECT and EXCEPT. But for UNION ALL, values decide which rows stay. */
function united(select: Tree, left: QueryOutputs, right: QueryOutputs): QueryOutputs {
  if (left.columns === null || right.columns === null) return UNKNOWN;
  const columns = left.columns.map(({ from, isCopy }, place): OutputColumn => {
    const other = right.columns?.[place];
    return { from: both(from, other?.from ?? null), isCopy: isCopy && other?.isCopy === true };
  });
  const ordered = both(namesIn(select.limitCount), namesIn(select.limitOffset));
  const rows = both(both(left.rows, right.rows), ordered);
  const isPlain = select.op === 'SETOP_UNION' && select.all === true && select.sortClause === undefined;
  return { columns, rows: isPlain ? rows : columns.map(({ from }) => from).reduce(both, rows) };
}

function rowsOf(select: Tree, targets: readonly Tree[]): SourceNames {
  const { fromClause, whereClause, havingClause, limitCount, limitOffset } = select;
  let rows = [fromClause, whereClause, havingClause, limitCount, limitOffset].map(namesIn).reduce(both);
  for (const clause of [select.groupClause, select.sortClause, select.distinctClause])
    rows = both(rows, namesInClause(clause, targets));
  // DISTINCT without ON has one empty item.
  const isDistinct = listOf(select.distinctClause).some((item) => unwrap(item) === null);
  for (const { val } of targets) if (isDistinct || givesRows(val)) rows = both(rows, namesIn(val));
  return rows;
}

/** An item of GROUP BY or ORDER BY may be the place or the name of a column of the answer. */
function namesInClause(clause: TreeValue | undefined, targets: readonly Tree[]): SourceNames {
  let names = namesIn(clause);
  for (const { kind, node } of nodesWithin(clause)) {
    const meant =
      kind === 'A_Const' && isTree(node.ival)
        ? [targets[numberOf(node.ival.ival) - 1]]
        : kind === 'ColumnRef'
          ? targets.filter(({ name }) => name !== undefined && name === stringsOf(node.fields).at(-1))
          : [];
    for (const target of meant) names = both(names, namesIn(target?.val));
  }
  return names;
}

function namesIn(value: TreeValue | undefined): SourceNames {
  const names = new Set<string>();
  for (const { kind, node } of nodesWithin(value)) {
    if (kind === 'JoinExpr') {
      if (node.isNatural === true) return null;
      for (const name of stringsOf(node.usingClause)) names.add(name);
    }
    if (kind !== 'ColumnRef') continue;
    const last = unwrap(listOf(node.fields).at(-1));
    if (last?.kind !== 'String') return null;
    names.add(stringOf(last.node.sval));
  }
  return names;
}

function both(a: SourceNames, b: SourceNames): SourceNames {
  return a === null || b === null ? null : new Set([...a, ...b]);
}

function isStar(value: TreeValue | undefined): boolean {
  const inner = unwrap(value);
  return inner?.kind === 'ColumnRef' && endsInStar(inner.node.fields);
}

function isOverWindow(value: TreeValue | undefined): boolean {
  for (const { kind, node } of nodesWithin(value))
    if (kind === 'FuncCall' && node.over !== undefined) return true;
  return false;
}

function contains(tree: Tree, wanted: string): boolean {
  for (const { kind } of nodesWithin(tree)) if (kind === wanted) return true;
  return false;
}

/** Whether anything in an expression gives several rows, or none; so may whatever an extension brings. */
function givesRows(value: TreeValue | undefined): boolean {
  for (const { kind, node } of nodesWithin(value)) {
    if (kind !== 'FuncCall') continue;
    const name = namesOf(node.funcname)?.at(-1) ?? '';
    if (SET_RETURNING.has(name) || !isHarmlessFunction(name, listOf(node.args).length)) return true;
  }
  return false;
}

/** Of the harmless functions those that return sets (`pg_proc.proretset`). */
export const SET_RETURNING: ReadonlySet<string> = new Set([
  ...['unnest', 'generate_series', 'generate_subscripts'],
  ...['regexp_matches', 'regexp_split_to_table', 'string_to_table'],
  ...['json_array_elements', 'json_array_elements_text', 'json_each', 'json_each_text', 'json_object_keys'],
  ...['jsonb_array_elements', 'jsonb_array_elements_text', 'jsonb_each', 'jsonb_each_text'],
  ...['jsonb_object_keys', 'jsonb_path_query', 'jsonb_path_query_tz'],
  ...['json_populate_recordset', 'jsonb_populate_recordset', 'json_to_recordset', 'jsonb_to_recordset'],
  ...[
    'ts_debug',
    'ts_parse',
    'ts_token_type',
    'aclexplode',
    'pg_snapshot_xip',
    'txid_snapshot_xip',
    'pg_options_to_table',
    'pg_get_keywords',
  ],
  ...['pg_available_extension_versions', 'pg_available_extensions', 'pg_extension_update_paths'],
  ...['pg_get_catalog_foreign_keys', 'pg_get_publication_tables', 'pg_get_wait_events'],
  ...['pg_partition_ancestors', 'pg_partition_tree', 'pg_timezone_names', 'pg_timezone_abbrevs'],
  ...['pg_timezone_abbrevs_abbrevs', 'pg_timezone_abbrevs_zone'],
]);
