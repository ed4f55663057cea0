/**
 * `SELECT set_config(name, '…', false) FROM pg_settings WHERE name = '…'`, by which pg_dump changes a setting where the server has it. In this
 * form alone the name of a setting that comes from a row is known.
 */
import { isTree, listOf, stringOf, type Tree, unwrap } from '../parse/tree.ts';
import { stringsOf } from './column-names.ts';
import type { RelationUse } from './facts.ts';
import type { Walk } from './walk.ts';

/** Nothing else may stand in the SELECT. */
const FIELDS: ReadonlySet<string> = new Set(['targetList', 'fromClause', 'whereClause', 'limitOption', 'op']);

/** Tells `walk` what the column means in it, where `select` is of that form. `read` is what its FROM reads. */
export function noteSettingByRow(walk: Walk, select: Tree, read: readonly RelationUse[]): void {
  const [use] = read;
  const [target, ...targets] = listOf(select.targetList);
  if (use === undefined || read.length > 1 || targets.length > 0) return;
  if (use.schema !== 'pg_catalog' || use.name !== 'pg_settings' || use.renamesColumns) return;
  if (listOf(select.fromClause).length > 1 || Object.keys(select).some((field) => !FIELDS.has(field))) return;
  const name = comparedName(select.whereClause);
  const call = unwrap(unwrap(target)?.node.val);
  if (name === null || call?.kind !== 'FuncCall') return;
  const column = unwrap(listOf(call.node.args)[0]);
  if (column?.kind === 'ColumnRef' && isName(column.node)) walk.settingNames.set(column.node, name);
}

/** The text in `name = 'text'`; null for any other condition. */
function comparedName(condition: Tree[string] | undefined): string | null {
  const inner = condition === undefined ? null : unwrap(condition);
  if (inner?.kind !== 'A_Expr' || inner.node.kind !== 'AEXPR_OP') return null;
  if (stringsOf(inner.node.name).join('.') !== '=') return null;
  const [left, right] = [unwrap(inner.node.lexpr), unwrap(inner.node.rexpr)];
  if (left?.kind !== 'ColumnRef' || !isName(left.node) || right?.kind !== 'A_Const') return null;
  return isTree(right.node.sval) ? stringOf(right.node.sval.sval) : null;
}

function isName(column: Tree): boolean {
  return stringsOf(column.fields).join('.') === 'name' && listOf(column.fields).length === 1;
}
