/** Lineage as text, so that a case is one line: `name < value | rows`, stored columns alone unless views are asked for. */

import type { StatementLineage } from '../../../compiler/src/lineage/lineage-of.ts';
import { lineageOfText } from '../../../compiler/src/lineage/lineage-of-text.ts';
import type { ColumnPlace } from '../../../compiler/src/lineage/schema-catalog.ts';
import { loadSchema } from '../../../compiler/src/schema/load-schema.ts';
import type { Schema } from '../../../compiler/src/schema/model.ts';

/** The schema of a text without errors. */
export async function schemaOfText(ddl: string): Promise<Schema> {
  const { schema, problems } = await loadSchema('schema.sql', ddl);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (schema === null || errors.length > 0) throw new Error(errors.map((e) => e.message).join('; '));
  return schema;
}

/** The lineage of a statement that has one. */
export async function lineageIn(schema: Schema, sql: string): Promise<StatementLineage> {
  const found = await lineageOfText(schema, sql);
  if (found.kind !== 'lineage') throw new Error(`${sql}: ${JSON.stringify(found)}`);
  return found.lineage;
}

/** Columns that are stored, as `relation.column`, in order. */
export function storedNames(places: readonly ColumnPlace[]): readonly string[] {
  return places
    .filter(({ relation }) => relation.kind !== 'view')
    .map(({ relation, column }) => `${relation.name}.${column.name}`)
    .sort();
}

/** One line for each column; `?` behind one that is opaque. */
export function lineageText({ columns }: StatementLineage): readonly string[] {
  if (columns === null) return ['unknown columns'];
  return columns.map(({ name, value, rows, opaque }) => {
    const from = [storedNames(value).join(' ') || '-', storedNames(rows).join(' ') || '-'];
    return `${name}${opaque === null ? '' : '?'} < ${from.join(' | ')}`;
  });
}
