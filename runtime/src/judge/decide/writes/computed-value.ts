/**
 * Values that a statement computes for a column that a row filter compares. They stand once in the text, in a query of their own around which the check is
 * made: so what is stored is what was checked. That query must give for each row what the expression alone would give.
 */
import { isTree, listOf, namesOf, nodesWithin, type Tree, type TreeValue, unwrap } from '../../parse/tree.ts';

/** Whether an expression gives the same wherever in the statement it stands, for the same row: nothing in it draws, aggregates or reads by itself. */
export function isComputable(value: TreeValue | undefined): boolean {
  return isComputing(value, FUNCTIONS);
}

function isComputing(value: TreeValue | undefined, functions: ReadonlySet<string>): boolean {
  const inner = unwrap(value);
  return (
    inner !== null &&
    isTree(value) &&
    [...nodesWithin(value)].every(({ kind, node }) => {
      if (kind !== 'FuncCall') return COMPUTING.has(kind);
      const names = (namesOf(node.funcname) ?? []).filter((name) => name !== 'pg_catalog');
      const { agg_order, agg_filter, agg_star, agg_distinct, agg_within_group, over } = node;
      const plain = [agg_order, agg_filter, agg_star, agg_distinct, agg_within_group, over].every(
        (field) => field === undefined,
      );
      return plain && names.length === 1 && functions.has(names[0] ?? '');
    })
  );
}

/**
 * Whether it gives what it would give where it stands if it is put into a query of its own, behind a fence, so that it is computed once: with subqueries and,
 * where the value is one of a list, with functions that draw. Where it is computed for each row, the server may compute such a query once for all of them, if
 * nothing in it names the row; so nothing may draw there.
 */
export function isPlaceable(value: TreeValue | undefined, forEachRow: boolean): boolean {
  const queries: TreeValue[] = [];
  return (
    isComputing(withoutQueries(value, queries), forEachRow ? FUNCTIONS : PLACEABLE) &&
    (!forEachRow || queries.every(isSteady))
  );
}

/** With what a subquery is compared with, or else NULL, in its place; and the subqueries. */
function withoutQueries(value: TreeValue | undefined, queries: TreeValue[]): TreeValue | undefined {
  if (Array.isArray(value))
    return (value as readonly TreeValue[]).map((item) => withoutQueries(item, queries) ?? null);
  if (!isTree(value)) return value;
  if (isTree(value.SubLink)) {
    const { subselect, testexpr } = value.SubLink;
    queries.push(subselect ?? null);
    return testexpr === undefined ? { A_Const: { isnull: true } } : withoutQueries(testexpr, queries);
  }
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, withoutQueries(inner, queries)]),
  ) as Tree;
}

/** Whether a query gives the same however often it is asked within the statement. */
function isSteady(query: TreeValue): boolean {
  return [...nodesWithin(query)].every(({ kind, node }) => {
    if (kind !== 'FuncCall') return kind !== 'RangeTableSample' && kind !== 'RangeTableFunc';
    const name = (namesOf(node.funcname) ?? []).at(-1) ?? '';
    return FUNCTIONS.has(name) || AGGREGATES.has(name);
  });
}

/** Whether it may be written twice as well: nothing within it is changed when the statement is rewritten. */
export function isRepeatable(value: TreeValue | undefined): boolean {
  return (
    isComputable(value) &&
    [...nodesWithin(value)].every(
      ({ kind, node }) => kind !== 'FuncCall' && (kind !== 'ColumnRef' || listOf(node.fields).length < 3),
    )
  );
}

const COMPUTING: ReadonlySet<string> = new Set([
  ...['A_Const', 'ParamRef', 'ColumnRef', 'A_Expr', 'BoolExpr', 'NullTest', 'BooleanTest'],
  ...['CoalesceExpr', 'MinMaxExpr', 'CaseExpr', 'CaseWhen', 'CollateClause', 'SQLValueFunction'],
  ...['TypeCast', 'TypeName', 'A_ArrayExpr', 'A_Indirection', 'A_Indices', 'List', 'RowExpr'],
  ...['String', 'Integer', 'Float', 'Boolean'],
]);

/** Built-in functions that are neither volatile nor aggregates, and return no sets (`pg_proc`). */
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...['lower', 'upper', 'initcap', 'btrim', 'ltrim', 'rtrim', 'left', 'right', 'lpad', 'rpad', 'repeat'],
  ...['length', 'char_length', 'character_length', 'octet_length', 'position', 'strpos', 'reverse'],
  ...['substr', 'substring', 'replace', 'translate', 'overlay', 'split_part', 'regexp_replace'],
  ...['concat', 'concat_ws', 'format', 'md5', 'quote_ident', 'quote_literal', 'to_char', 'to_number'],
  ...['to_date', 'to_timestamp', 'abs', 'ceil', 'ceiling', 'floor', 'round', 'trunc', 'mod', 'power'],
  ...['sqrt', 'sign', 'now', 'date_trunc', 'date_part', 'extract', 'age', 'make_date', 'timezone'],
  ...['array_append', 'array_prepend', 'array_cat', 'array_remove', 'array_to_string', 'cardinality'],
]);

/** With built-in functions that give another value each time. */
const PLACEABLE: ReadonlySet<string> = new Set([
  ...FUNCTIONS,
  ...['random', 'gen_random_uuid', 'uuidv4', 'uuidv7', 'nextval', 'currval', 'lastval'],
  ...['clock_timestamp', 'statement_timestamp', 'transaction_timestamp'],
]);

const AGGREGATES: ReadonlySet<string> = new Set([
  ...['count', 'sum', 'min', 'max', 'avg', 'bool_and', 'bool_or', 'array_agg', 'string_agg'],
]);
