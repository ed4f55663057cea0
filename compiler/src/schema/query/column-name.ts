/** The name that the server gives to a column of a query without an alias: `FigureColname` in parse_target.c. */
import type { Node } from 'libpg-query';
import { strings } from '../parse/node.ts';

/** What a column is called where nothing suggests a name. */
const NAMELESS = '?column?';

/** The name of the column that `node` computes. */
export function columnName(node: Node | undefined): string {
  return suggestion(node)?.name ?? NAMELESS;
}

interface Suggestion {
  readonly name: string;
  /** A weak one gives way to a better one from within. */
  readonly isWeak: boolean;
}

const FIXED: ReadonlyMap<string, string> = new Map([
  ['GroupingFunc', 'grouping'],
  ['MergeSupportFunc', 'merge_action'],
  ['A_ArrayExpr', 'array'],
  ['RowExpr', 'row'],
  ['CoalesceExpr', 'coalesce'],
  ['XmlSerialize', 'xmlserialize'],
  ['JsonParseExpr', 'json'],
  ['JsonScalarExpr', 'json_scalar'],
  ['JsonSerializeExpr', 'json_serialize'],
  ['JsonObjectConstructor', 'json_object'],
  ['JsonArrayConstructor', 'json_array'],
  ['JsonArrayQueryConstructor', 'json_array'],
  ['JsonObjectAgg', 'json_objectagg'],
  ['JsonArrayAgg', 'json_arrayagg'],
]);

function suggestion(node: Node | undefined): Suggestion | null {
  if (node === undefined) return null;
  if ('ColumnRef' in node) return named(strings(node.ColumnRef.fields).at(-1));
  if ('A_Indirection' in node)
    return named(strings(node.A_Indirection.indirection).at(-1)) ?? suggestion(node.A_Indirection.arg);
  if ('FuncCall' in node) return named(strings(node.FuncCall.funcname).at(-1));
  if ('A_Expr' in node) return node.A_Expr.kind === 'AEXPR_NULLIF' ? named('nullif') : null;
  if ('TypeCast' in node) {
    const inner = suggestion(node.TypeCast.arg);
    return inner !== null && !inner.isWeak ? inner : weak(strings(node.TypeCast.typeName?.names).at(-1));
  }
  if ('CollateClause' in node) return suggestion(node.CollateClause.arg);
  if ('CaseExpr' in node) {
    const inner = suggestion(node.CaseExpr.defresult);
    return inner !== null && !inner.isWeak ? inner : weak('case');
  }
  if ('SubLink' in node) return subLink(node.SubLink);
  if ('MinMaxExpr' in node) return named(node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest');
  if ('SQLValueFunction' in node) return named(valueFunction(node.SQLValueFunction.op));
  if ('XmlExpr' in node) return node.XmlExpr.op === 'IS_DOCUMENT' ? null : named(xmlName(node.XmlExpr.op));
  if ('JsonFuncExpr' in node) return named(jsonName(node.JsonFuncExpr.op));
  return named(FIXED.get(Object.keys(node)[0] ?? ''));
}

function subLink({
  subLinkType,
  subselect,
}: Extract<Node, { SubLink: unknown }>['SubLink']): Suggestion | null {
  if (subLinkType === 'EXISTS_SUBLINK') return named('exists');
  if (subLinkType === 'ARRAY_SUBLINK') return named('array');
  if (subLinkType !== 'EXPR_SUBLINK' || subselect === undefined || !('SelectStmt' in subselect)) return null;
  // The only column of the subquery gives its name, as the leftmost part of a set operation does.
  let select = subselect.SelectStmt;
  while (select.larg !== undefined) select = select.larg;
  const [target] = select.targetList ?? [];
  if (target === undefined || !('ResTarget' in target)) return named(select.valuesLists && 'column1');
  return named(target.ResTarget.name ?? columnName(target.ResTarget.val));
}

/** `SVFOP_CURRENT_TIMESTAMP_N` is `current_timestamp`. */
function valueFunction(op: string | undefined): string | undefined {
  return op
    ?.replace(/^SVFOP_/, '')
    .replace(/_N$/, '')
    .toLowerCase();
}

/** `IS_XMLCONCAT` is `xmlconcat`. */
function xmlName(op: string | undefined): string | undefined {
  return op?.replace(/^IS_/, '').toLowerCase();
}

/** `JSON_VALUE_OP` is `json_value`. */
function jsonName(op: string | undefined): string | undefined {
  return op?.replace(/_OP$/, '').toLowerCase();
}

function named(name: string | undefined): Suggestion | null {
  return name === undefined ? null : { name, isWeak: false };
}

function weak(name: string | undefined): Suggestion | null {
  return name === undefined ? null : { name, isWeak: true };
}
