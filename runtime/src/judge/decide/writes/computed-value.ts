/**
 * Values that a statement computes for a column that a row filter compares. They stand once in the text, in a query of their own around which the check is
 * made: so what is stored is what was checked. That query must give for each row what the expression alone would give.
 */
import { isTree, listOf, namesOf, nodesWithin, type TreeValue, unwrap } from '../../parse/tree.ts';

/** Whether an expression gives the same wherever in the statement it stands, for the same row: nothing in it draws, aggregates or reads by itself. */
export function isComputable(value: TreeValue | undefined): boolean {
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
      return plain && names.length === 1 && FUNCTIONS.has(names[0] ?? '');
    })
  );
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
