/** How names of things are written in messages: as an author would write them in a policy. */

import { WHOLE } from '../openapi/model/field-columns.ts';
import type { Relation } from '../schema/model.ts';
import { nameText } from './name-text.ts';
import type { Source } from './program.ts';

/** A dotted path of names, each quoted where it has to be; two paths that differ are written differently. */
export function pathText(names: readonly string[]): string {
  return names.map(nameText).join('.');
}

/** The shortest name that means `relation` in a block on `source`. */
export function relationText(source: Source, relation: Relation): string {
  const short = relation.schema === 'public' || source.byName.get(relation.name)?.length === 1;
  return pathText(short ? [relation.name] : [relation.schema, relation.name]);
}

/** `customers.email`, as in a block on `source`. */
export function columnText(source: Source, relation: Relation, column: string): string {
  // A field has the name of a path already, and what a schema describes as a whole that of the schema.
  if (relation.kind === 'schema' || relation.kind === 'operation')
    return column === WHOLE ? relationText(source, relation) : `${relationText(source, relation)}.${column}`;
  return `${relationText(source, relation)}.${nameText(column)}`;
}

/** `crm.customers.email`, as in a `classify`. */
export function sourceColumnText(source: Source, relation: Relation, column: string): string {
  return `${nameText(source.name)}.${columnText(source, relation, column)}`;
}
