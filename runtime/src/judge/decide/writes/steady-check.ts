/**
 * Whether a check that every stored row satisfies is satisfied for good: made of constants, columns and what computes on them alike under
 * every setting and at every time. Then the server's asking again, whenever it writes the row anew, tells nothing.
 */
import type { LiveCheck, LiveRelation } from '../../../catalog/catalog.ts';
import type { SqlParser } from '../../parse/sql-parser.ts';
import { isTree, listOf, namesOf, type TreeValue, unwrap } from '../../parse/tree.ts';

/** Types of which the text, and so what is computed from it, depends on no setting. */
const PLAIN = /^(?:text|character varying|character|smallint|integer|bigint|numeric|boolean|uuid)(?=$|[ (])/;
/** Compared alike everywhere, with their own kind. */
const COMPARABLE =
  /^(?:date|timestamp(?:\(\d\))? without time zone|interval|time(?:\(\d\))? without time zone)$/;

const COMPARISONS: ReadonlySet<string> = new Set([
  ...['=', '<>', '<', '<=', '>', '>=', 'BETWEEN', 'NOT BETWEEN'],
]);
const OPERATORS: ReadonlySet<string> = new Set([
  ...COMPARISONS,
  ...['~~', '!~~', '~~*', '!~~*', '~', '!~', '~*', '!~*', '+', '-', '*', '%', '||'],
]);
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...[
    'length',
    'char_length',
    'character_length',
    'octet_length',
    'lower',
    'upper',
    'btrim',
    'ltrim',
    'rtrim',
  ],
  ...['position', 'strpos', 'substr', 'substring', 'left', 'right', 'abs', 'replace'],
]);
const CASTS: ReadonlySet<string> = new Set([
  ...['text', 'varchar', 'bpchar', 'int2', 'int4', 'int8', 'numeric', 'bool', 'uuid'],
]);
const CASTS_OF_CONSTANTS: ReadonlySet<string> = new Set([...CASTS, 'date', 'timestamp', 'interval', 'time']);

export function isSteady(
  { sql, columns, validated }: LiveCheck,
  live: LiveRelation,
  parser: SqlParser,
): boolean {
  const types = columns.map((name) => live.columns.find((column) => column.name === name)?.type ?? '');
  const arePlain = types.every((type) => PLAIN.test(type));
  if (!validated || !types.every((type) => PLAIN.test(type) || COMPARABLE.test(type))) return false;
  const outcome = parser.parse(`SELECT ${sql}`);
  const [raw, ...others] = outcome.kind === 'parsed' ? outcome.tree.stmts : [];
  const select = unwrap(raw?.stmt);
  if (select?.kind !== 'SelectStmt' || others.length > 0) return false;
  const { targetList, limitOption: _limit, op: _op, ...rest } = select.node;
  const [target, ...more] = listOf(targetList);
  return (
    Object.keys(rest).length === 0 && more.length === 0 && isSteadyNode(unwrap(target)?.node.val, arePlain)
  );
}

/** `arePlain`: whether the columns may be more than compared. */
function isSteadyNode(value: TreeValue | undefined, arePlain: boolean): boolean {
  const inner = unwrap(value);
  if (inner === null) return value === undefined;
  const { kind, node } = inner;
  const all = (...values: readonly (TreeValue | undefined)[]) =>
    values.every((each) =>
      Array.isArray(each)
        ? (each as readonly TreeValue[]).every((item) => isSteadyNode(item, arePlain))
        : isSteadyNode(each, arePlain),
    );
  switch (kind) {
    case 'A_Const':
      return true;
    case 'ColumnRef':
      return namesOf(node.fields)?.length === 1;
    case 'BoolExpr':
    case 'CoalesceExpr':
      return all(node.args);
    case 'List':
      return all(node.items);
    case 'A_ArrayExpr':
      return all(node.elements);
    case 'NullTest':
    case 'BooleanTest':
      return all(node.arg);
    case 'A_Expr':
      return (
        (arePlain ? OPERATORS : COMPARISONS).has(namesOf(node.name)?.join('.') ?? '') &&
        all(node.lexpr, node.rexpr)
      );
    case 'FuncCall': {
      const names = (namesOf(node.funcname) ?? []).filter((name) => name !== 'pg_catalog');
      return arePlain && names.length === 1 && FUNCTIONS.has(names[0] ?? '') && all(node.args);
    }
    case 'TypeCast': {
      const type = isTree(node.typeName) ? (namesOf(node.typeName.names)?.at(-1) ?? '') : '';
      if (isConstant(node.arg)) return CASTS_OF_CONSTANTS.has(type);
      return arePlain && CASTS.has(type) && all(node.arg);
    }
    default:
      return false;
  }
}

/** Arrays of constants too: `'{a,b}'::text[]`. */
function isConstant(value: TreeValue | undefined): boolean {
  const inner = unwrap(value);
  if (inner?.kind === 'A_ArrayExpr') return listOf(inner.node.elements).every(isConstant);
  if (inner?.kind === 'TypeCast') return isConstant(inner.node.arg);
  return inner?.kind === 'A_Const';
}
