/**
 * The tree of pgsql-ast-parser to the form of row conditions. This parser knows where each part begins and ends, and does not
 * always read as the server does: what it says counts only where both trees are the same.
 */
import type { Expr, ExprBinary, ExprCall, PGNode } from 'pgsql-ast-parser';
import type { Extent, SqlExpression } from './sql-expression.ts';

/** Reads `expr`, which is all of a text. */
export function fromLocatedTree(expr: Expr): SqlExpression {
  const extent = extentOf(expr);
  switch (expr.type) {
    case 'ref':
      if (expr.name === '*') return foreign(extent);
      return { kind: 'name', path: [...pathOf(expr.table), expr.name], extent };
    case 'string':
      return { kind: 'string', value: expr.value, extent };
    case 'integer':
    case 'numeric':
      return { kind: 'number', text: String(expr.value), extent };
    case 'boolean':
      return { kind: 'boolean', value: expr.value, extent };
    case 'null':
      return { kind: 'null', extent };
    case 'binary':
      return binary(expr, extent);
    case 'unary':
      return unary(expr.op, expr.operand, extent);
    case 'ternary':
      return {
        kind: 'between',
        negated: expr.op === 'NOT BETWEEN',
        operand: fromLocatedTree(expr.value),
        low: fromLocatedTree(expr.lo),
        high: fromLocatedTree(expr.hi),
        extent,
      };
    case 'call':
      return call(expr, extent);
    case 'cast': {
      const { to } = expr;
      if (to.kind === 'array' || (to.config ?? []).length > 0) return foreign(extent);
      const type = to.schema === undefined ? (CATALOG_NAMES[to.name] ?? to.name) : `${to.schema}.${to.name}`;
      return { kind: 'cast', type, operand: fromLocatedTree(expr.operand), extent };
    }
    case 'array':
      return { kind: 'array', items: expr.expressions.map(fromLocatedTree), extent };
    case 'select':
    case 'union':
    case 'union all':
    case 'with':
    case 'values':
    case 'array select':
      return { kind: 'subquery', extent };
    default:
      return foreign(extent);
  }
}

function binary({ op, opSchema, left, right }: ExprBinary, extent: Extent): SqlExpression {
  const operand = fromLocatedTree(left);
  if (opSchema !== undefined)
    return {
      kind: 'operation',
      operator: `${opSchema}.${op}`,
      left: operand,
      right: fromLocatedTree(right),
      extent,
    };
  switch (op) {
    case 'AND':
    case 'OR': {
      const kind = op === 'AND' ? 'and' : 'or';
      const operands = [operand, fromLocatedTree(right)];
      return { kind, operands: operands.flatMap((o) => (o.kind === kind ? o.operands : [o])), extent };
    }
    case 'IN':
    case 'NOT IN':
      // A list of one is that one.
      return {
        kind: 'in',
        negated: op === 'NOT IN',
        operand,
        items: (right.type === 'list' ? right.expressions : [right]).map(fromLocatedTree),
        extent,
      };
    default:
  }
  const operator = OPERATORS[op] ?? op;
  const [quantified] = right.type === 'call' ? right.args : [];
  if (right.type === 'call' && quantified !== undefined && right.args.length === 1) {
    const { name, schema } = right.function;
    if (schema === undefined && (name === 'any' || name === 'all'))
      return { kind: name, operator, left: operand, right: fromLocatedTree(quantified), extent };
  }
  return { kind: 'operation', operator, left: operand, right: fromLocatedTree(right), extent };
}

function unary(op: string, operand: Expr, extent: Extent): SqlExpression {
  const inner = fromLocatedTree(operand);
  if (op === 'NOT') return { kind: 'not', operand: inner, extent };
  // A minus with a blank behind it: the server makes one number of it.
  if (op === '-' && inner.kind === 'number' && !inner.text.startsWith('-'))
    return { kind: 'number', text: `-${inner.text}`, extent };
  const [, not, what] = /^IS (NOT )?(NULL|TRUE|FALSE)$/.exec(op) ?? [];
  if (what === undefined) return foreign(extent);
  const tested = what === 'NULL' ? 'null' : what === 'TRUE' ? 'true' : 'false';
  return { kind: 'is', what: tested, negated: not !== undefined, operand: inner, extent };
}

function call(expr: ExprCall, extent: Extent): SqlExpression {
  const { function: called, args, type, _location, ...rest } = expr;
  const isPlain = Object.values(rest).every((clause) => clause === undefined || clause === null);
  if (!isPlain) return foreign(extent);
  const name = called.schema === undefined ? called.name : `${called.schema}.${called.name}`;
  return { kind: 'call', name, args: args.map(fromLocatedTree), extent };
}

function pathOf(table: { readonly name: string; readonly schema?: string } | undefined): readonly string[] {
  if (table === undefined) return [];
  return table.schema === undefined ? [table.name] : [table.schema, table.name];
}

function foreign(extent: Extent): SqlExpression {
  return { kind: 'foreign', what: 'this', extent };
}

/** Every node has a place once they are asked for; for one without, all is said at the beginning. */
function extentOf({ _location }: PGNode): Extent {
  return { start: _location?.start ?? 0, end: _location?.end ?? 0 };
}

/** Operators that this parser spells in its own way, as the server calls them. */
const OPERATORS: Readonly<Record<string, string>> = { '!=': '<>', LIKE: '~~', 'NOT LIKE': '!~~' };

/** Names of types that the server's grammar puts in place of others. */
const CATALOG_NAMES: Readonly<Record<string, string>> = {
  bigint: 'int8',
  boolean: 'bool',
  decimal: 'numeric',
  int: 'int4',
  integer: 'int4',
  smallint: 'int2',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  'character varying': 'varchar',
  'double precision': 'float8',
  real: 'float4',
};
