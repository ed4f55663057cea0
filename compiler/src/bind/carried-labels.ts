/**
 * Which labels each column carries, once classifications have spread along inheritance.
 *
 * A parent and its children share rows: reading a table with children (or a partitioned one) reads the rows of every
 * child, and reading a child reads rows that the parent shows as its own. A label that stayed on one side would leave
 * the other side as a way around it. So a label on a column of a parent is on the column of that name in every child, and
 * the other way round, however many steps apart; PostgreSQL merges columns of one name, so the name decides.
 */
import type { Relation } from '../schema/model.ts';
import { relativesIn } from './inheritance.ts';
import type { Classification, Label, Program, Source } from './program.ts';

/** A label on a column, and the first classification that put it there. */
export interface CarriedLabel {
  readonly label: Label;
  readonly from: Classification;
}

/** Labels of the columns of one source. Columns without a label are missing. */
export interface CarriedLabels {
  /** Ordered by path. */
  of(relation: Relation, column: string): readonly CarriedLabel[];
  readonly relations: ReadonlyMap<Relation, ReadonlyMap<string, readonly CarriedLabel[]>>;
}

/** Spreads the classifications of `source` over its columns. */
export function carriedLabels(program: Program, source: Source): CarriedLabels {
  const relatives = relativesIn(source);
  const carried = new Map<Relation, Map<string, CarriedLabel[]>>();
  for (const from of program.classifications) {
    if (from.source !== source) continue;
    const { label, column } = from;
    // A set is walked in the order of insertion, also of what is added on the way.
    const reached = new Set([from.relation]);
    for (const relation of reached) {
      attach(carried, relation, column.name, { label, from });
      for (const relative of relatives.get(relation) ?? [])
        if (relative.columns.some((candidate) => candidate.name === column.name)) reached.add(relative);
    }
  }
  for (const columns of carried.values())
    for (const labels of columns.values())
      labels.sort((a, b) => (a.label.path < b.label.path ? -1 : a.label.path > b.label.path ? 1 : 0));
  return {
    of: (relation, column) => carried.get(relation)?.get(column) ?? [],
    relations: carried,
  };
}

function attach(
  carried: Map<Relation, Map<string, CarriedLabel[]>>,
  relation: Relation,
  column: string,
  added: CarriedLabel,
): void {
  const columns = carried.get(relation) ?? new Map<string, CarriedLabel[]>();
  carried.set(relation, columns);
  const labels = columns.get(column) ?? [];
  columns.set(column, labels);
  if (!labels.some(({ label }) => label === added.label)) labels.push(added);
}
