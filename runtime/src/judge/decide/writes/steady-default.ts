/** Defaults that may be written in the place of DEFAULT: what the server would take, and the same wherever it stands. */
import type { LiveColumn, LiveRelation } from '../../../catalog/catalog.ts';
import type { SqlParser } from '../../parse/sql-parser.ts';
import { isTree, listOf, namesOf, type TreeValue, unwrap } from '../../parse/tree.ts';

/**
 * The default of a column as SQL that depends on no search path, NULL where it has none; null for one that draws, computes or cannot be told. A domain
 * may bring a default of its own.
 */
export function steadyDefault(
  { name, addedType, generatedFrom }: LiveColumn,
  { onWrite }: LiveRelation,
  parser: SqlParser,
): string | null {
  if (generatedFrom.length > 0) return null;
  const own = onWrite.defaults.find(({ column }) => column === name);
  if (own === undefined) return addedType === null ? 'NULL' : null;
  if (own.sql === null || own.isGenerated) return null;
  const outcome = parser.parse(`SELECT ${own.sql}`);
  const [raw, ...others] = outcome.kind === 'parsed' ? outcome.tree.stmts : [];
  const select = unwrap(raw?.stmt);
  const [item, ...more] = listOf(select?.node.targetList);
  if (select?.kind !== 'SelectStmt' || others.length + more.length > 0) return null;
  if (Object.keys(select.node).some((field) => !PLAIN_SELECT.has(field))) return null;
  return steady(unwrap(item)?.node.val, own.sql);
}

const PLAIN_SELECT: ReadonlySet<string> = new Set(['targetList', 'limitOption', 'op']);

function steady(value: TreeValue | undefined, sql: string): string | null {
  const inner = unwrap(value);
  if (inner?.kind === 'SQLValueFunction') return sql;
  if (inner?.kind === 'FuncCall') {
    const name = (namesOf(inner.node.funcname) ?? []).filter((part) => part !== 'pg_catalog').join('.');
    return name === 'now' && inner.node.args === undefined ? 'pg_catalog.now()' : null;
  }
  if (inner?.kind === 'A_Const') return sql;
  if (inner?.kind !== 'TypeCast' || unwrap(inner.node.arg)?.kind !== 'A_Const') return null;
  const type = isTree(inner.node.typeName) ? namesOf(inner.node.typeName.names) : null;
  // What the grammar calls a type is in pg_catalog, whatever the path; an added type is printed with its schema.
  return type?.length === 2 || WORDS.has(type?.join('.') ?? '') ? withSchema(sql) : null;
}

/** Types by a name of their own alone, as the server prints constants of them. */
const WORDS: ReadonlySet<string> = new Set([
  ...['text', 'date', 'uuid', 'jsonb', 'json', 'bytea', 'inet', 'cidr', 'name', 'money', 'xml'],
]);

function withSchema(sql: string): string {
  return sql.replace(/::([a-z]+)((?:\[\])?)$/, (all, type: string, array: string) =>
    WORDS.has(type) ? `::pg_catalog.${type}${array}` : all,
  );
}
