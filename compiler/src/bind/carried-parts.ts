/**
 * Which labels the parts of each column's values carry, once classifications have spread along inheritance as labels of
 * columns do, and detectors that look everywhere have found the columns to look at.
 *
 * Everywhere is every text that carries no label of its own: one that does is hidden whole, or somebody decided that it may
 * be seen. Views are left out, since the tables are masked under them; texts of APIs are one place (api/api-texts.ts).
 */
import { mayHold } from '../detectors/searched.ts';
import type { Column, Relation } from '../schema/model.ts';
import type { CarriedLabels } from './carried-labels.ts';
import { relativesIn } from './inheritance.ts';
import { type Part, partText } from './parts.ts';
import type { Label, Program, Source } from './program.ts';

/** A part of a column with the labels that it carries. */
export interface CarriedPart {
  readonly part: Part;
  /** At least one, ordered by path. */
  readonly labels: readonly Label[];
}

/** Parts of the columns of one source. */
export interface CarriedParts {
  /** Paths before what detectors find, each ordered by its text. */
  of(relation: Relation, column: Column): readonly CarriedPart[];
  /** Those that have any, in no particular order. */
  readonly relations: ReadonlySet<Relation>;
}

interface Growing {
  readonly part: Part;
  readonly labels: Set<Label>;
}

/** Spreads the parts of `program` over the columns of `source`, a database, whose own labels are `carried`. */
export function carriedParts(program: Program, source: Source, carried: CarriedLabels): CarriedParts {
  const relatives = relativesIn(source);
  const found = new Map<Relation, Map<string, Map<string, Growing>>>();

  function put(relation: Relation, column: string, part: Part, label: Label): void {
    const columns = found.get(relation) ?? new Map<string, Map<string, Growing>>();
    found.set(relation, columns);
    const parts = columns.get(column) ?? new Map<string, Growing>();
    columns.set(column, parts);
    const text = partText(part);
    const known = parts.get(text) ?? { part, labels: new Set() };
    parts.set(text, known);
    known.labels.add(label);
  }

  for (const { source: at, relation: start, column, part, label } of program.parts) {
    if (at !== source) continue;
    // A set is walked in the order of insertion, also of what is added on the way.
    const reached = new Set([start]);
    for (const relation of reached) {
      put(relation, column.name, part, label);
      for (const relative of relatives.get(relation) ?? [])
        if (relative.columns.some((candidate) => candidate.name === column.name)) reached.add(relative);
    }
  }
  for (const { detector, label } of program.everywhere)
    for (const relation of source.schema?.relations.values() ?? [])
      for (const column of relation.kind === 'view' ? [] : relation.columns)
        if (
          detector.finder !== null &&
          mayHold(column.type, detector.finder) &&
          // What nobody classified is searched, whatever a closed source makes of the whole.
          carried.of(relation, column.name).every(({ from }) => from === null)
        )
          put(relation, column.name, { kind: 'matches', detector }, label);

  return {
    relations: new Set(found.keys()),
    of: (relation, column) =>
      [...(found.get(relation)?.get(column.name)?.values() ?? [])]
        .sort((a, b) => compare(orderOf(a.part), orderOf(b.part)))
        .map(({ part, labels }) => ({
          part,
          labels: [...labels].sort((a, b) => compare(a.path, b.path)),
        })),
  };
}

function orderOf(part: Part): string {
  return `${part.kind === 'path' ? 0 : 1} ${partText(part)}`;
}

/** By UTF-16 unit, not by locale: the order must be the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
