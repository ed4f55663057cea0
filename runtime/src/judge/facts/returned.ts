/**
 * RETURNING: which of its names mean a column of the target for sure, so that a mask of it can stand there. Within a subquery, and where other relations
 * stand beside the target, a name alone could mean another one; those are left to `reading`.
 */
import { relationKey } from '../../abi.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import {
  endsInStar,
  isTree,
  listOf,
  numberOf,
  stringOf,
  type Tree,
  type TreeValue,
  unwrap,
} from '../parse/tree.ts';
import { stringsOf } from './column-names.ts';
import type { RelationUse, Returned, ReturnedColumn, ReturnedStar } from './facts.ts';
import { targetReading } from './target-reading.ts';

/** `isAlone`: whether nothing is in reach but the target. */
export function returned(
  { schema, name, alias }: RelationUse,
  returning: TreeValue | undefined,
  catalog: Catalog,
  isAlone: boolean,
): Returned | null {
  if (!isTree(returning)) return null;
  const target = alias ?? name;
  const known = new Set(
    catalog.relations.get(relationKey(schema, name))?.columns.map((column) => column.name),
  );
  const rows = targetReading(target, [], returning).rows;
  const columns: ReturnedColumn[] = [];
  const stars: ReturnedStar[] = [];
  const sure = new Set<TreeValue>();
  /** What is within a row of the select list, but not within a query of its own. */
  const open: TreeValue[] = [...listOf(returning.exprs)];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) for (const item of value as readonly TreeValue[]) open.push(item);
    if (!isTree(value) || value.SubLink !== undefined) continue;
    const reference = value.ColumnRef;
    if (!isTree(reference)) {
      for (const field of Object.values(value)) if (field !== undefined) open.push(field);
      continue;
    }
    const fields = listOf(reference.fields);
    const row = fields.length === 2 ? (stringsOf([fields[0] ?? null])[0] ?? '') : null;
    const isOfTarget = row === null ? isAlone && fields.length === 1 : rows.has(row);
    const last = unwrap(fields.at(-1));
    const column = stringOf(last?.node.sval);
    if (!isOfTarget || last?.kind !== 'String' || !known.has(column)) continue;
    sure.add(value);
    columns.push({
      wrapper: value,
      row: row ?? target,
      column,
      parts: fields.length,
      location: numberOf(reference.location),
    });
  }
  for (const item of listOf(returning.exprs)) {
    const value = unwrap(item)?.node.val;
    const reference = unwrap(value);
    const fields = listOf(reference?.node.fields);
    if (!isTree(item) || !isTree(value) || reference?.kind !== 'ColumnRef') continue;
    const row = fields.length === 2 ? (stringsOf([fields[0] ?? null])[0] ?? '') : null;
    if (!endsInStar(fields) || !(row === null ? isAlone : rows.has(row))) continue;
    sure.add(value);
    stars.push({
      item,
      row: row ?? target,
      parts: fields.length,
      location: numberOf(reference.node.location),
    });
  }
  const rest = without(returning, sure);
  return { clause: returning, columns, stars, reading: targetReading(target, [], rest) };
}

/** The clause with NULL in the place of what is accounted for. */
function without(value: TreeValue | undefined, sure: ReadonlySet<TreeValue>): TreeValue | undefined {
  if (Array.isArray(value)) return (value as readonly TreeValue[]).map((item) => without(item, sure) ?? null);
  if (!isTree(value)) return value;
  if (sure.has(value)) return { A_Const: { isnull: true } };
  const fields = Object.entries(value).map(([field, inner]): [string, TreeValue | undefined] => [
    field,
    without(inner, sure),
  ]);
  return Object.fromEntries(fields) as Tree;
}
