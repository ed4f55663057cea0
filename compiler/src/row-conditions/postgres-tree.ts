/**
 * The tree of PostgreSQL's own parser to the form of row conditions. It says where a node begins, or where its operator stands,
 * and never where it ends: ends are the other parser's.
 */
import type { A_Const, A_Expr, Node, TypeName } from 'libpg-query';
import { as, strings, tagOf } from '../schema/parse/node.ts';
import { utf16OfByte } from '../schema/parse/offsets.ts';
import type { SqlExpression } from './sql-expression.ts';

/** Reads `node`, which was parsed out of `text` after `prefix` bytes of something else. */
export function fromPostgresTree(node: Node, text: string, prefix: number): SqlExpression {
  return new Reader(text, prefix).read(node);
}

class Reader {
  readonly #text: string;
  readonly #prefix: number;

  constructor(text: string, prefix: number) {
    this.#text = text;
    this.#prefix = prefix;
  }

  read(node: Node | undefined): SqlExpression {
    if (node === undefined) return this.#foreign(undefined, 'this');
    if ('ColumnRef' in node) {
      const { fields = [], location } = node.ColumnRef;
      const path = strings(fields);
      if (path.length < fields.length) return this.#foreign(location, '`*`');
      return { kind: 'name', path, extent: this.#at(location) };
    }
    if ('A_Const' in node) return this.#constant(node.A_Const);
    if ('A_Expr' in node) return this.#expression(node.A_Expr);
    if ('BoolExpr' in node) {
      const { boolop, args = [], location } = node.BoolExpr;
      const extent = this.#at(location);
      if (boolop === 'NOT_EXPR') return { kind: 'not', operand: this.read(args[0]), extent };
      const kind = boolop === 'AND_EXPR' ? 'and' : 'or';
      const operands = args.map((arg) => this.read(arg));
      return { kind, operands: operands.flatMap((o) => (o.kind === kind ? o.operands : [o])), extent };
    }
    if ('NullTest' in node) {
      const { arg, nulltesttype, location } = node.NullTest;
      const negated = nulltesttype === 'IS_NOT_NULL';
      return { kind: 'is', what: 'null', negated, operand: this.read(arg), extent: this.#at(location) };
    }
    if ('BooleanTest' in node) {
      const { arg, booltesttype = '', location } = node.BooleanTest;
      const [, not, what] = /^IS_(NOT_)?(TRUE|FALSE)$/.exec(booltesttype) ?? [];
      if (what === undefined) return this.#foreign(location, '`IS UNKNOWN`');
      return {
        kind: 'is',
        what: what === 'TRUE' ? 'true' : 'false',
        negated: not !== undefined,
        operand: this.read(arg),
        extent: this.#at(location),
      };
    }
    if ('CoalesceExpr' in node) {
      const { args = [], location } = node.CoalesceExpr;
      return this.#call('coalesce', args, location);
    }
    if ('FuncCall' in node) {
      const { funcname, args = [], location, ...rest } = node.FuncCall;
      const name = strings(funcname).join('.');
      // DISTINCT, ORDER BY, FILTER, OVER, VARIADIC, a star, or a special spelling of the grammar.
      const isPlain = Object.keys(rest).every((key) => key === 'funcformat');
      if (!isPlain || rest.funcformat !== 'COERCE_EXPLICIT_CALL')
        return this.#foreign(location, `this way of calling \`${name}\``);
      return this.#call(name, args, location);
    }
    if ('TypeCast' in node) {
      const { arg, typeName, location } = node.TypeCast;
      const type = typeText(typeName);
      const start = location === undefined || location < 0 ? typeName?.location : location;
      if (type === null) return this.#foreign(start, 'this type');
      return { kind: 'cast', type, operand: this.read(arg), extent: this.#at(start) };
    }
    if ('A_ArrayExpr' in node) {
      const { elements = [], location } = node.A_ArrayExpr;
      return { kind: 'array', items: elements.map((item) => this.read(item)), extent: this.#at(location) };
    }
    if ('SubLink' in node) return { kind: 'subquery', extent: this.#at(node.SubLink.location) };
    return this.#foreign(locationOf(node), WORDS[tagOf(node)] ?? 'this');
  }

  #constant({ ival, fval, sval, boolval, bsval, isnull, location }: A_Const): SqlExpression {
    const extent = this.#at(location);
    if (isnull === true) return { kind: 'null', extent };
    // The tree leaves out zero, the empty string and false.
    if (ival !== undefined) return { kind: 'number', text: String(ival.ival ?? 0), extent };
    if (fval !== undefined) return { kind: 'number', text: fval.fval ?? '', extent };
    if (sval !== undefined) return { kind: 'string', value: sval.sval ?? '', extent };
    if (boolval !== undefined) return { kind: 'boolean', value: boolval.boolval ?? false, extent };
    return this.#foreign(location, bsval === undefined ? 'this' : 'a bit string');
  }

  #expression({ kind, name, lexpr, rexpr, location }: A_Expr): SqlExpression {
    const operator = strings(name).join('.');
    const extent = this.#at(location);
    const items = (): readonly SqlExpression[] => (as('List', rexpr)?.items ?? []).map((i) => this.read(i));
    switch (kind) {
      case 'AEXPR_OP':
        if (lexpr === undefined) return this.#foreign(location, `\`${operator}\` before a value`);
        return { kind: 'operation', operator, left: this.read(lexpr), right: this.read(rexpr), extent };
      case 'AEXPR_LIKE':
        // With ESCAPE, the pattern is a call.
        return { kind: 'operation', operator, left: this.read(lexpr), right: this.read(rexpr), extent };
      case 'AEXPR_OP_ANY':
      case 'AEXPR_OP_ALL': {
        const quantifier = kind === 'AEXPR_OP_ANY' ? 'any' : 'all';
        return { kind: quantifier, operator, left: this.read(lexpr), right: this.read(rexpr), extent };
      }
      case 'AEXPR_IN':
        return { kind: 'in', negated: operator === '<>', operand: this.read(lexpr), items: items(), extent };
      case 'AEXPR_BETWEEN':
      case 'AEXPR_NOT_BETWEEN': {
        const [low, high] = items();
        if (low === undefined || high === undefined) return this.#foreign(location, 'this');
        const negated = kind === 'AEXPR_NOT_BETWEEN';
        return { kind: 'between', negated, operand: this.read(lexpr), low, high, extent };
      }
      default:
        return this.#foreign(location, WORDS[kind ?? ''] ?? 'this');
    }
  }

  #call(name: string, args: readonly Node[], location: number | undefined): SqlExpression {
    return { kind: 'call', name, args: args.map((arg) => this.read(arg)), extent: this.#at(location) };
  }

  #foreign(location: number | undefined, what: string): SqlExpression {
    return { kind: 'foreign', what, extent: this.#at(location) };
  }

  #at(location: number | undefined): { readonly start: number; readonly end: number } {
    const start = utf16OfByte(this.#text, Math.max(0, (location ?? 0) - this.#prefix));
    return { start, end: start };
  }
}

/** The name in `pg_type`, with its schema unless that is `pg_catalog`; null for one with a length, an array, or a set. */
function typeText(type: TypeName | undefined): string | null {
  if (type === undefined || (type.typmods ?? []).length > 0 || type.setof === true || type.pct_type === true)
    return null;
  const names = strings(type.names);
  const name = (names[0] === 'pg_catalog' ? names.slice(1) : names).join('.');
  return name + '[]'.repeat((type.arrayBounds ?? []).length);
}

/** Where a node says that it stands, whatever it is. */
function locationOf(node: Node): number | undefined {
  for (const content of Object.values(node) as readonly { readonly location?: unknown }[])
    if (typeof content.location === 'number') return content.location;
  return undefined;
}

/** What people call what has no place here. */
const WORDS: Readonly<Record<string, string>> = {
  AEXPR_DISTINCT: '`IS DISTINCT FROM`',
  AEXPR_NOT_DISTINCT: '`IS NOT DISTINCT FROM`',
  AEXPR_ILIKE: '`ILIKE`',
  AEXPR_SIMILAR: '`SIMILAR TO`',
  AEXPR_BETWEEN_SYM: '`BETWEEN SYMMETRIC`',
  AEXPR_NOT_BETWEEN_SYM: '`BETWEEN SYMMETRIC`',
  AEXPR_NULLIF: '`NULLIF`',
  A_Indirection: 'part of a value',
  CaseExpr: '`CASE`',
  CollateClause: '`COLLATE`',
  MinMaxExpr: '`GREATEST` or `LEAST`',
  ParamRef: 'a parameter',
  RowExpr: 'a row of values',
  SQLValueFunction: 'a value of the session',
  SetToDefault: '`DEFAULT`',
  XmlExpr: 'XML',
};
