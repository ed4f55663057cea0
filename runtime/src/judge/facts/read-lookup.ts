/**
 * One condition as a look-up: `column = constant`, `constant = column`, `column IN (constants)`, `column = ANY (constants)`; and how it is written where
 * the column has no other name. Knows no relations.
 */
import { PLAIN_TYPES } from '../known/leakproof.ts';
import {
  isTree,
  listOf,
  namesOf,
  numberOf,
  stringOf,
  type Tree,
  type TreeValue,
  unwrap,
} from '../parse/tree.ts';
import { quoteIdentifier } from '../rewrite/quote.ts';
import type { MovedPlace } from '../rewrite/splice.ts';

export interface LookupReading {
  /** The name of the column, and that of its relation before it where it is written. */
  readonly column: readonly string[];
  /** The wrapped condition in the statement's tree. */
  readonly condition: Tree;
  /** Where its operator stands, in bytes. */
  readonly operator: number;
  /** The condition over the bare column. */
  readonly sql: string;
  /** Where what stands in {@link sql} came from. */
  readonly places: readonly MovedPlace[];
  /** What {@link sql} must parse to. */
  readonly tree: Tree;
  /** Numbers of the parameters in it. */
  readonly parameters: readonly number[];
  /** Whether a parameter is converted in it, which may fail. */
  readonly converts: boolean;
}

/** Null where it is none. */
export function readLookup(condition: Tree): LookupReading | null {
  const inner = unwrap(condition);
  if (inner?.kind !== 'A_Expr') return null;
  const { node } = inner;
  const names = namesOf(node.name);
  if (names?.length !== 1 || names[0] !== '=') return null;
  const writing = new Writing();
  const operator = numberOf(node.location);
  const kind = stringOf(node.kind);
  const left = columnName(node.lexpr);
  const right = columnName(node.rexpr);
  const column = left ?? right;
  if (column === null || (left !== null && right !== null)) return null;
  const bare = bareColumn(column);
  const name = () =>
    writing.put(quoteIdentifier(column.at(-1) ?? ''), locationIn(left === null ? node.rexpr : node.lexpr));
  let isWritten: boolean;
  if (kind === 'AEXPR_OP' && left !== null) {
    name();
    writing.put(' = ', operator, 1);
    isWritten = constant(node.rexpr, writing);
  } else if (kind === 'AEXPR_OP') {
    isWritten = constant(node.lexpr, writing);
    writing.put(' = ', operator, 1);
    name();
  } else if (kind === 'AEXPR_IN' && left !== null) {
    name();
    writing.put(' IN (', operator, 1);
    isWritten = constants(listOf(unwrap(node.rexpr)?.node.items), writing);
    writing.put(')');
  } else if (kind === 'AEXPR_OP_ANY' && left !== null) {
    name();
    writing.put(' = ANY (', operator, 1);
    isWritten = constant(node.rexpr, writing);
    writing.put(')');
  } else return null;
  if (!isWritten) return null;
  const { sql, places, parameters, converts } = writing;
  const tree = { A_Expr: { ...node, ...(left === null ? { rexpr: bare } : { lexpr: bare }) } };
  return { column, condition, operator, sql, places, tree, parameters, converts };
}

/** Of a column that is written with no more than its relation's name. */
function columnName(value: TreeValue | undefined): readonly string[] | null {
  const inner = unwrap(value);
  if (inner?.kind !== 'ColumnRef') return null;
  const names = namesOf(inner.node.fields);
  return names !== null && (names.length === 1 || names.length === 2) ? names : null;
}

function bareColumn(names: readonly string[]): Tree {
  return { ColumnRef: { fields: [{ String: { sval: names.at(-1) ?? '' } }] } };
}

function locationIn(value: TreeValue | undefined): number {
  return numberOf(unwrap(value)?.node.location);
}

/** The text of a condition while it is written. */
class Writing {
  sql = '';
  readonly places: MovedPlace[] = [];
  readonly parameters: number[] = [];
  converts = false;

  /** `from`: where it stands in the statement, in bytes; `skipped`: characters of `text` before what stands there. */
  put(text: string, from = -1, skipped = 0): void {
    if (from >= 0) this.places.push({ at: this.sql.length + skipped, from });
    this.sql += text;
  }
}

/** Writes a constant that is not NULL; false where it is something else. */
function constant(value: TreeValue | undefined, writing: Writing): boolean {
  const inner = unwrap(value);
  if (inner === null) return false;
  const { kind, node } = inner;
  const location = numberOf(node.location);
  switch (kind) {
    case 'A_Const': {
      const text = literal(node);
      if (text !== null) writing.put(text, location);
      return text !== null;
    }
    case 'ParamRef':
      // `$0` is none, and a question mark is that of another dialect.
      if (numberOf(node.number) < 1) return false;
      writing.parameters.push(numberOf(node.number));
      writing.put(`$${numberOf(node.number)}`, location);
      return true;
    case 'A_ArrayExpr': {
      writing.put('ARRAY[', location);
      const isWritten = constants(listOf(node.elements), writing);
      writing.put(']');
      return isWritten;
    }
    case 'TypeCast':
      return conversion(node, writing);
    default:
      return false;
  }
}

function constants(items: readonly TreeValue[], writing: Writing): boolean {
  return (
    items.length > 0 &&
    items.every((item, index) => {
      if (index > 0) writing.put(', ');
      return constant(item, writing);
    })
  );
}

/** `'x'::text`, `$1::uuid[]`: of a literal or a parameter, to a plain type. */
function conversion({ arg, typeName, location }: Tree, writing: Writing): boolean {
  const argument = unwrap(arg);
  if (!isTree(typeName) || (argument?.kind !== 'A_Const' && argument?.kind !== 'ParamRef')) return false;
  const type = plainType(typeName);
  if (type === null) return false;
  writing.converts ||= argument.kind === 'ParamRef';
  writing.put('CAST(', numberOf(location));
  const isWritten = constant(arg, writing);
  writing.put(' AS ');
  writing.put(type, numberOf(typeName.location));
  writing.put(')');
  return isWritten;
}

function plainType({ names, arrayBounds, typmods, setof, pct_type }: Tree): string | null {
  const parts = namesOf(names);
  const [type = '', schema = 'pg_catalog', ...others] = parts?.toReversed() ?? [];
  if (parts === null || others.length > 0 || schema !== 'pg_catalog' || !PLAIN_TYPES.has(type)) return null;
  if (typmods !== undefined || setof !== undefined || pct_type !== undefined) return null;
  const bounds = listOf(arrayBounds);
  if (bounds.length > 1 || bounds.some((bound) => unwrap(bound)?.node.ival !== -1)) return null;
  return `${parts.map(quoteIdentifier).join('.')}${'[]'.repeat(bounds.length)}`;
}

/** NULL is none: nothing equals it, and a setting makes something else of it (`transform_null_equals`). */
function literal({ ival, fval, boolval, sval }: Tree): string | null {
  // Fields with a default value are left out, also within these.
  if (isTree(ival)) return String(numberOf(ival.ival));
  if (isTree(fval)) return stringOf(fval.fval);
  if (isTree(boolval)) return String(boolval.boolval === true);
  // Standard strings, which the session's settings are held to: a backslash means itself.
  return isTree(sval) ? `'${stringOf(sval.sval).replaceAll("'", "''")}'` : null;
}
