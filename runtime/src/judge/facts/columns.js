/**
 * ColumnRef and A_Indirection. Which column is meant does not matter, since relations are masked where they are read; but
 * `x.f` also means f(x) where x has no such column (PostgreSQL: parse_func.c, ParseFuncOrColumn), so its last name must not
 * be that of a function that does more than compute.
 */
import { isTrustedExtension } from '../../catalog/trusted-extensions.js';
import { denials } from '../denials.js';
import { isReachableByAttribute } from '../known/functions.js';
import { listOf, stringOf, unwrap } from '../parse/tree.js';
import { locationOf } from './walk.js';
export const visitColumnRef = (walk, node, scope) => {
  walk.fields('ColumnRef', node, scope);
  const fields = listOf(node.fields);
  for (const field of fields.slice(1)) judgeAttribute(walk, field, locationOf(node));
  if (fields.length > 2) walk.schemaColumns.push(node);
  const last = unwrap(fields.at(-1));
  if (last?.kind === 'A_Star') walk.usesStar = true;
  else if (SYSTEM_COLUMNS.has(stringOf(last?.node.sval))) walk.systemColumns.add(stringOf(last?.node.sval));
};
/** Columns that every table has and that no `*` shows (catalog/heap.c, SysAtt). */
const SYSTEM_COLUMNS = new Set(['ctid', 'xmin', 'cmin', 'xmax', 'cmax', 'tableoid']);
export const visitAlias = (walk, node, scope) => {
  walk.fields('Alias', node, scope);
  walk.givenNames.add(stringOf(node.aliasname));
};
export const visitIndirection = (walk, node, scope) => {
  walk.fields('A_Indirection', node, scope);
  for (const item of listOf(node.indirection)) judgeAttribute(walk, item, -1);
};
function judgeAttribute(walk, item, location) {
  const inner = unwrap(item);
  if (inner?.kind !== 'String') return;
  const name = stringOf(inner.node.sval);
  const added = walk.catalog.addedFunctions.get(name) ?? [];
  if (isReachableByAttribute(name) || added.some((object) => !isTrustedExtension(object.extension))) {
    walk.refuse(
      denials.construct(`the name "${name}" behind a point, which is also that of a function`),
      location,
    );
  }
}
//# sourceMappingURL=columns.js.map
