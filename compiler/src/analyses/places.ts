/**
 * Where values can be seen: in a column of a table, or, through a view, in a column that is computed from those of tables. A view
 * is masked where it reads, for whoever may read the view, whether or not they may read what is behind it.
 */
import { type ColumnEntry, type RelationEntry, relationKey } from '@dlpc/runtime/abi';
import type { Source } from '../bind/program.ts';
import type { IrSource } from '../ir/ir.ts';
import { behindViews } from '../lineage/behind-views.ts';

/** A column that whoever may read `through` sees. */
export interface Place {
  /** Who may read this one, sees it. */
  readonly through: RelationEntry;
  /** Its column. */
  readonly name: string;
  /** Where the values come from: the relation itself, or a table behind the view. */
  readonly from: RelationEntry;
  readonly column: ColumnEntry;
}

/** Every place of a source, by the relation through which it is seen. */
export type Places = ReadonlyMap<RelationEntry, readonly Place[]>;

/** The places of a compiled source. `source` tells what views are computed from; without it each column stands for itself. */
export function placesIn(ir: IrSource, source: Source | null): Places {
  const byKey = new Map(ir.relations.map((entry) => [relationKey(entry.schema, entry.name), entry]));
  return new Map(
    ir.relations.map((through) => [
      through,
      through.columns.flatMap((column): readonly Place[] => {
        const own: Place = { through, name: column.name, from: through, column };
        const behind = storedBehind(source, byKey, through, column);
        if (behind === null) return [own];
        const reached = behind.map((stored): Place => ({ through, name: column.name, ...stored }));
        // A label of the view's own hides as well; a column that is computed from none is itself all there is.
        return column.labels.length > 0 || reached.length === 0 ? [own, ...reached] : reached;
      }),
    ]),
  );
}

/** `customers.ssn` behind a view's column; null for what is no view, or where nobody can tell. */
function storedBehind(
  source: Source | null,
  byKey: ReadonlyMap<string, RelationEntry>,
  { schema, name, kind }: RelationEntry,
  { name: columnName }: ColumnEntry,
): readonly Pick<Place, 'from' | 'column'>[] | null {
  const known = source?.schema ?? null;
  const relation = known?.relations.get(relationKey(schema, name));
  const column = relation?.columns.find((candidate) => candidate.name === columnName);
  if (kind !== 'view' || known === null || relation === undefined || column?.derivation == null) return null;
  const { columns, opaque } = behindViews(known, [{ relation, column }]);
  const stored = columns.flatMap((place) => {
    const from = byKey.get(relationKey(place.relation.schema, place.relation.name));
    const entry = from?.columns.find((candidate) => candidate.name === place.column.name);
    return from === undefined || entry === undefined || from.kind === 'view' ? [] : [{ from, column: entry }];
  });
  return opaque === null ? stored : null;
}
