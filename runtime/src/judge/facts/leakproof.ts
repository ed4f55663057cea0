/**
 * Whether a statement can tell of rows that a filter takes out, were the filter merged into it: the server evaluates conditions
 * in the order that it finds cheapest, so that one of the client's may meet a row before the filter does, and say so by an
 * error. What is known to raise none may go first. Select lists, ORDER BY and the like of the outermost query are computed from rows that all conditions let
 * through (PostgreSQL: executor/execScan.c); everything else may be moved to where a table is read.
 */
import { COMPARISONS, type LeakproofKind, leakproofKind, PLAIN_TYPES } from '../known/leakproof.ts';
import {
  endsInStar,
  isTree,
  listOf,
  namesOf,
  stringOf,
  type Tree,
  type TreeValue,
  unwrap,
} from '../parse/tree.ts';
import type { ColumnNames } from './column-names.ts';

/** What the columns of the statement's relations are, all that are called so: null where that is not known to be safe. */
export type KindOfColumn = (name: string) => LeakproofKind | null;

/** From the columns of all relations that a statement reads, and the names that it gives itself. */
export function kindOfColumn(
  columns: Iterable<{ readonly name: string; readonly type: string }>,
  names: ColumnNames,
): KindOfColumn {
  const kinds = new Map<string, LeakproofKind | null>();
  for (const { name, type } of columns) {
    const kind = leakproofKind(type);
    kinds.set(name, kinds.has(name) && kinds.get(name) !== kind ? null : kind);
  }
  for (const name of names.given) kinds.set(name, null);
  return (name) => kinds.get(name) ?? null;
}

/** Of the wrapped statement of a text: a SELECT, or a change of one table's rows by a condition; all others may tell. */
export function isLeakproof(statement: Tree, kindOf: KindOfColumn): boolean {
  const inner = unwrap(statement);
  if (inner?.kind === 'SelectStmt') return outermost(inner.node, kindOf);
  const { whereClause, withClause, fromClause, usingClause } = inner?.node ?? {};
  const isAlone = withClause === undefined && fromClause === undefined && usingClause === undefined;
  return (
    (inner?.kind === 'UpdateStmt' || inner?.kind === 'DeleteStmt') &&
    isAlone &&
    condition(whereClause, kindOf)
  );
}

const BEFORE: ReadonlySet<string> = new Set([
  ...['fromClause', 'whereClause', 'havingClause', 'withClause'],
  ...['larg', 'rarg'],
]);

function outermost(select: Tree, kindOf: KindOfColumn): boolean {
  const sides = [select.larg, select.rarg].filter(isTree);
  const after = Object.entries(select).filter(([field]) => !BEFORE.has(field));
  return (
    sides.every((side) => outermost(side, kindOf)) &&
    reading(select, kindOf) &&
    after.every(([, value]) => innerQueries(value).every((inner) => query(inner, kindOf)))
  );
}

/** FROM, WHERE, HAVING and WITH. */
function reading(select: Tree, kindOf: KindOfColumn): boolean {
  const ctes = isTree(select.withClause) ? listOf(select.withClause.ctes) : [];
  return (
    ctes.every((cte) => query(unwrap(cte)?.node.ctequery, kindOf)) &&
    listOf(select.fromClause).every((item) => fromItem(item, kindOf)) &&
    condition(select.whereClause, kindOf) &&
    condition(select.havingClause, kindOf)
  );
}

/** A query whose every part may be moved. */
function query(value: TreeValue | undefined, kindOf: KindOfColumn): boolean {
  const inner = unwrap(value);
  if (inner?.kind !== 'SelectStmt') return false;
  const select = inner.node;
  if (select.larg !== undefined || select.valuesLists !== undefined || select.windowClause !== undefined)
    return false;
  const targets = listOf(select.targetList).map((target) => unwrap(target)?.node.val);
  const sorts = listOf(select.sortClause).map((sort) => unwrap(sort)?.node.node);
  const others = [...listOf(select.groupClause), ...listOf(select.distinctClause), ...sorts];
  return (
    reading(select, kindOf) &&
    targets.every((target) => isStar(target) || condition(target, kindOf)) &&
    others.every((other) => isEmpty(other) || condition(other, kindOf)) &&
    [select.limitCount, select.limitOffset].every((limit) => limit === undefined || isConstant(limit))
  );
}

function fromItem(item: TreeValue, kindOf: KindOfColumn): boolean {
  const inner = unwrap(item);
  if (inner === null) return false;
  const { kind, node } = inner;
  if (kind === 'RangeVar') return true;
  if (kind === 'RangeSubselect') return query(node.subquery, kindOf);
  if (kind !== 'JoinExpr' || node.isNatural === true) return false;
  const using = listOf(node.usingClause).map((name) => kindOf(stringOf(unwrap(name)?.node.sval)));
  return (
    [node.larg, node.rarg].every((side) => side !== undefined && fromItem(side, kindOf)) &&
    using.every((name) => name !== null && name !== 'text') &&
    condition(node.quals, kindOf)
  );
}

/** An expression that raises no error for any row. */
function condition(value: TreeValue | undefined, kindOf: KindOfColumn): boolean {
  if (value === undefined) return true;
  const inner = unwrap(value);
  if (inner === null) return false;
  const { kind, node } = inner;
  switch (kind) {
    case 'BoolExpr':
      return listOf(node.args).every((argument) => condition(argument, kindOf));
    case 'NullTest':
    case 'BooleanTest':
      return condition(node.arg, kindOf);
    case 'A_Expr':
      return isComparison(node) && compares([node.lexpr, ...operands(node.rexpr)], kindOf);
    case 'SubLink':
      return subLink(node, kindOf);
    case 'ColumnRef':
      return kindOfReference(node, kindOf) !== null;
    default:
      return isConstant(value);
  }
}

function subLink(node: Tree, kindOf: KindOfColumn): boolean {
  if (!query(node.subselect, kindOf)) return false;
  if (node.subLinkType === 'EXISTS_SUBLINK') return node.testexpr === undefined;
  if (node.subLinkType !== 'ANY_SUBLINK' || node.operName !== undefined) return false;
  const target = unwrap(listOf(unwrap(node.subselect)?.node.targetList)[0])?.node.val;
  return compares([node.testexpr, target], kindOf);
}

const COMPARING: ReadonlySet<string> = new Set([
  ...['AEXPR_OP', 'AEXPR_OP_ANY', 'AEXPR_OP_ALL', 'AEXPR_DISTINCT', 'AEXPR_NOT_DISTINCT', 'AEXPR_IN'],
  ...['AEXPR_BETWEEN', 'AEXPR_NOT_BETWEEN', 'AEXPR_BETWEEN_SYM', 'AEXPR_NOT_BETWEEN_SYM'],
]);

function isComparison(node: Tree): boolean {
  const names = namesOf(node.name);
  const [name = ''] = names ?? [];
  return (
    COMPARING.has(stringOf(node.kind)) &&
    names?.length === 1 &&
    (COMPARISONS.has(name) || name.includes('BETWEEN'))
  );
}

/** The right side: one operand, or the items of a list. */
function operands(value: TreeValue | undefined): readonly (TreeValue | undefined)[] {
  const inner = unwrap(value);
  return inner?.kind === 'List' ? listOf(inner.node.items) : [value];
}

/** Columns of one kind, texts at most one, with constants. */
function compares(sides: readonly (TreeValue | undefined)[], kindOf: KindOfColumn): boolean {
  const kinds: LeakproofKind[] = [];
  for (const side of sides) {
    const inner = unwrap(side);
    if (inner?.kind === 'ColumnRef') {
      const kind = kindOfReference(inner.node, kindOf);
      if (kind === null) return false;
      kinds.push(kind);
    } else if (side === undefined || !isConstant(side)) {
      return false;
    }
  }
  return new Set(kinds).size <= 1 && (kinds[0] !== 'text' || kinds.length === 1);
}

function kindOfReference(columnRef: Tree, kindOf: KindOfColumn): LeakproofKind | null {
  const last = unwrap(listOf(columnRef.fields).at(-1));
  return last?.kind === 'String' ? kindOf(stringOf(last.node.sval)) : null;
}

/** A literal, a parameter, a list of either, or a literal with a plain type. */
function isConstant(value: TreeValue): boolean {
  const inner = unwrap(value);
  if (inner === null) return false;
  const { kind, node } = inner;
  if (kind === 'A_Const' || kind === 'ParamRef') return true;
  if (kind === 'A_ArrayExpr') return listOf(node.elements).every(isConstant);
  if (kind !== 'TypeCast' || !isTree(node.typeName) || unwrap(node.arg)?.kind !== 'A_Const') return false;
  const { names, arrayBounds, typmods } = node.typeName;
  const [type = '', schema = 'pg_catalog'] = namesOf(names)?.toReversed() ?? [];
  const isPlain = schema === 'pg_catalog' && PLAIN_TYPES.has(type);
  return isPlain && arrayBounds === undefined && typmods === undefined;
}

function isStar(value: TreeValue | undefined): boolean {
  const inner = unwrap(value);
  return inner?.kind === 'ColumnRef' && endsInStar(inner.node.fields);
}

/** What stands for DISTINCT without ON. */
function isEmpty(value: TreeValue | undefined): boolean {
  return isTree(value) && Object.keys(value).length === 0;
}

/** The queries inside of something that is computed at the end. */
function innerQueries(value: TreeValue | undefined): readonly TreeValue[] {
  const found: TreeValue[] = [];
  // A set is walked in the order of insertion, also of what is added on the way.
  const open = new Set([value]);
  for (const next of open) {
    if (Array.isArray(next)) for (const item of next) open.add(item);
    else if (isTree(next)) {
      if (isTree(next.SelectStmt)) found.push(next);
      else for (const field of Object.values(next)) open.add(field);
    }
  }
  return found;
}
