/** The columns behind one of a view. */
import type { Source } from '../../bind/program.ts';
import { behindViews } from '../../lineage/behind-views.ts';
import type { ColumnPlace } from '../../lineage/schema-catalog.ts';
import type { Column, Relation } from '../../schema/model.ts';

/** Those of tables and materialized views that a view's column is computed from, through views over views. */
export function storedSources(source: Source, relation: Relation, column: Column): readonly ColumnPlace[] {
  if (source.schema === null) return [];
  return behindViews(source.schema, [{ relation, column }]).columns.filter(
    (place) => place.relation.kind !== 'view',
  );
}
