/** How two schemas differ. Knows no policies: what a difference means for them is `concerns.ts`'s business. */
import { type Column, type Relation, type Schema, UNKNOWN_TYPE } from '../schema/model.ts';

export type Change =
  | 'relation-added'
  | 'relation-removed'
  | 'kind-changed'
  | 'parents-changed'
  | 'column-added'
  | 'column-removed'
  | 'type-changed'
  | 'values-changed'
  | 'nullability-changed';

export interface Difference {
  readonly change: Change;
  /** Key of the relation, in both schemas or in one. */
  readonly key: string;
  readonly schema: string;
  readonly relation: string;
  /** Null where the relation as a whole is meant. */
  readonly column: string | null;
  /** What the declared schema says; null where it has no such thing. */
  readonly declared: string | null;
  /** What the live database says; null where it has no such thing. */
  readonly live: string | null;
}

/** What `live` has otherwise than `declared`, by relation, and within one by column. */
export function compareSchemas(declared: Schema, live: Schema): readonly Difference[] {
  const keys = [...new Set([...declared.relations.keys(), ...live.relations.keys()])].sort();
  return keys.flatMap((key) => {
    const [before, now] = [declared.relations.get(key), live.relations.get(key)];
    const relation = before ?? now;
    if (relation === undefined) return [];
    const differ = differenceOf(key, relation);
    if (before === undefined) return [differ('relation-added', null, null, relation.kind)];
    if (now === undefined) return [differ('relation-removed', null, before.kind, null)];
    return compareRelations(before, now, differ);
  });
}

type Differ = (
  change: Change,
  column: string | null,
  declared: string | null,
  live: string | null,
) => Difference;

function differenceOf(key: string, { schema, name }: Relation): Differ {
  return (change, column, declared, live) => ({
    change,
    key,
    schema,
    relation: name,
    column,
    declared,
    live,
  });
}

function compareRelations(before: Relation, now: Relation, differ: Differ): readonly Difference[] {
  const found: Difference[] = [];
  if (before.kind !== now.kind) found.push(differ('kind-changed', null, before.kind, now.kind));
  const [parents, parentsNow] = [before.parents.join(', '), now.parents.join(', ')];
  if (parents !== parentsNow)
    found.push(differ('parents-changed', null, parents || null, parentsNow || null));
  const columns = new Map(before.columns.map((column) => [column.name, column]));
  const columnsNow = new Map(now.columns.map((column) => [column.name, column]));
  for (const name of [...new Set([...columns.keys(), ...columnsNow.keys()])].sort()) {
    const [column, columnNow] = [columns.get(name), columnsNow.get(name)];
    if (column === undefined) found.push(differ('column-added', name, null, columnNow?.type.text ?? null));
    else if (columnNow === undefined) found.push(differ('column-removed', name, column.type.text, null));
    else found.push(...compareColumns(column, columnNow, differ));
  }
  return found;
}

function compareColumns(before: Column, now: Column, differ: Differ): readonly Difference[] {
  const found: Difference[] = [];
  const { name, type } = before;
  // The text of a view does not tell the type of each of its columns.
  const isKnown = type.text !== UNKNOWN_TYPE && now.type.text !== UNKNOWN_TYPE;
  if (isKnown && type.text !== now.type.text)
    found.push(differ('type-changed', name, type.text, now.type.text));
  else if (isKnown && type.base !== now.type.base)
    found.push(
      differ('type-changed', name, `${type.text} of ${type.base}`, `${now.type.text} of ${now.type.base}`),
    );
  else if (isKnown && type.enumValues?.join('\0') !== now.type.enumValues?.join('\0'))
    found.push(differ('values-changed', name, valuesText(before), valuesText(now)));
  if (before.notNull !== now.notNull)
    found.push(differ('nullability-changed', name, nullText(before), nullText(now)));
  return found;
}

function valuesText({ type }: Column): string {
  return (type.enumValues ?? []).map((value) => `'${value}'`).join(', ');
}

function nullText({ notNull }: Column): string {
  return notNull ? 'not null' : 'null';
}
