/**
 * ColumnRef and A_Indirection, parameters and names that are given. Which column is meant does not matter, since relations are masked where they are read; but
 * `x.f` also means f(x) where x has no such column (PostgreSQL: parse_func.c, ParseFuncOrColumn), so its last name must not
 * be that of a function that does more than compute.
 */

import { isTrustedExtension } from '../../catalog/trusted-extensions.ts';
import { denials } from '../denials.ts';
import { isReachableByAttribute } from '../known/functions.ts';
import { listOf, numberOf, stringOf, type TreeValue, unwrap } from '../parse/tree.ts';
import { stringsOf } from './column-names.ts';
import { locationOf, type Visitor, type Walk } from './walk.ts';

export const visitColumnRef: Visitor = (walk, node, scope) => {
  walk.fields('ColumnRef', node, scope);
  walk.columnNames.reference(node);
  const fields = listOf(node.fields);
  for (const field of fields.slice(1)) judgeAttribute(walk, field, locationOf(node));
  if (fields.length > 2) walk.schemaColumns.push(node);
  const last = unwrap(fields.at(-1));
  if (last?.kind === 'A_Star') walk.usesStar = true;
  else if (SYSTEM_COLUMNS.has(stringOf(last?.node.sval))) walk.systemColumns.add(stringOf(last?.node.sval));
};

/** Columns that every table has and that no `*` shows (catalog/heap.c, SysAtt). */
const SYSTEM_COLUMNS: ReadonlySet<string> = new Set(['ctid', 'xmin', 'cmin', 'xmax', 'cmax', 'tableoid']);

export const visitParamRef: Visitor = (walk, node, scope) => {
  walk.fields('ParamRef', node, scope);
  const number = numberOf(node.number);
  walk.parameters.set(number, (walk.parameters.get(number) ?? 0) + 1);
};

export const visitAlias: Visitor = (walk, node, scope) => {
  walk.fields('Alias', node, scope);
  walk.givenNames.add(stringOf(node.aliasname));
  walk.columnNames.gives(stringsOf(node.colnames));
};

/** `expression AS name`; without a name, a call gives that of its function. */
export const visitResTarget: Visitor = (walk, node, scope) => {
  walk.fields('ResTarget', node, scope);
  if (node.name !== undefined) walk.columnNames.gives([stringOf(node.name)]);
  const value = unwrap(node.val);
  if (value?.kind === 'FuncCall') walk.columnNames.gives(stringsOf(value.node.funcname));
};

export const visitIndirection: Visitor = (walk, node, scope) => {
  walk.fields('A_Indirection', node, scope);
  for (const item of listOf(node.indirection)) judgeAttribute(walk, item, -1);
};

function judgeAttribute(walk: Walk, item: TreeValue, location: number): void {
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
