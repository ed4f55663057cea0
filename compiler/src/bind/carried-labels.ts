/**
 * Which labels each column carries, once classifications have spread along inheritance and flowed along computation.
 *
 * A parent and its children share rows: reading a table with children (or a partitioned one) reads the rows of every
 * child, and reading a child reads rows that the parent shows as its own. A label that stayed on one side would leave
 * the other side as a way around it. So a label on a column of a parent is on the column of that name in every child, and
 * the other way round, however many steps apart; PostgreSQL merges columns of one name, so the name decides.
 *
 * A column that is computed from others, of a view or generated or filled by a query, carries what they carry. Of what is
 * known of such a column only in part, all that its definition reads counts.
 */
import { isSearched, mayHold } from '../detectors/searched.ts';
import { Memo, Query } from '../memo/memo.ts';
import type { Column, Relation } from '../schema/model.ts';
import { isApi } from './api/api-source.ts';
import { closedPlaces } from './api/closed-places.ts';
import { UNCLASSIFIED } from './bind-labels.ts';
import { dependentsIn } from './dependents.ts';
import { relativesIn } from './inheritance.ts';
import type { Classification, Label, Program, Source } from './program.ts';
import { holdsRows } from './stored.ts';

/** A label on a column, and the first classification that put it there; null for the label of what nobody classified. */
export interface CarriedLabel {
  readonly label: Label;
  readonly from: Classification | null;
  /** The column that it flowed from, one step back; null where it was put there, or on a column that shares its rows. */
  readonly source: LabelSource | null;
}

export interface LabelSource {
  readonly relation: Relation;
  readonly column: string;
}

/** Labels of the columns of one source. Columns without a label are missing. */
export interface CarriedLabels {
  /** Ordered by path. */
  of(relation: Relation, column: string): readonly CarriedLabel[];
  readonly relations: ReadonlyMap<Relation, ReadonlyMap<string, readonly CarriedLabel[]>>;
}

/** Where a label arrived. */
interface Arrival {
  readonly relation: Relation;
  readonly column: string;
  readonly carried: CarriedLabel;
}

const carriedIn = new Query<CarriedLabels>('labels of columns', keepRelations);

/**
 * Spreads the classifications of `source` over its columns.
 * @param memo what earlier checks derived
 */
export function carriedLabels(program: Program, source: Source, memo: Memo = new Memo()): CarriedLabels {
  const { classifications, parts, everywhere, labels } = program;
  const inputs = [classifications, parts, everywhere, labels.get(UNCLASSIFIED)] as const;
  return memo.derive(carriedIn, source, inputs, () => spread(program, source));
}

/** Relations whose columns carry what they carried are what they were. */
function keepRelations(fresh: CarriedLabels, before: CarriedLabels): CarriedLabels {
  const relations = new Map(
    [...fresh.relations].map(([relation, columns]) => {
      const earlier = before.relations.get(relation);
      return [relation, earlier !== undefined && areSameColumns(columns, earlier) ? earlier : columns];
    }),
  );
  return labelsIn(relations);
}

type LabelsOfColumns = ReadonlyMap<string, readonly CarriedLabel[]>;

function areSameColumns(a: LabelsOfColumns, b: LabelsOfColumns): boolean {
  return a.size === b.size && [...a].every(([column, labels]) => areSameLabels(labels, b.get(column)));
}

function areSameLabels(a: readonly CarriedLabel[], b: readonly CarriedLabel[] = []): boolean {
  return (
    a.length === b.length &&
    a.every(({ label, from, source }, index) => {
      const other = b[index];
      return (
        label === other?.label &&
        from === other.from &&
        source?.relation === other.source?.relation &&
        source?.column === other.source?.column
      );
    })
  );
}

function labelsIn(relations: CarriedLabels['relations']): CarriedLabels {
  return { of: (relation, column) => relations.get(relation)?.get(column) ?? [], relations };
}

function spread(program: Program, source: Source): CarriedLabels {
  const relatives = relativesIn(source);
  const dependents = dependentsIn(source);
  const carried = new Map<Relation, Map<string, CarriedLabel[]>>();
  const arrivals: Arrival[] = [];

  /** Puts a label on a column and on those that share its rows. */
  function put(relation: Relation, column: string, label: CarriedLabel): void {
    for (const table of familyOf(relatives, relation, column))
      if (attach(carried, table, column, label)) arrivals.push({ relation: table, column, carried: label });
  }

  for (const from of program.classifications)
    if (from.source === source)
      put(from.relation, from.column.name, { label: from.label, from, source: null });
  // What is computed from a column of which a part is labelled may be computed from that part: it carries the label as a whole.
  for (const from of program.parts)
    if (from.source === source)
      for (const table of familyOf(relatives, from.relation, from.column.name))
        arrivals.push({
          relation: table,
          column: from.column.name,
          carried: { label: from.label, from, source: null },
        });
  // What was put there by hand is there by now, and comes before what flows. The list grows while it is walked.
  let next = 0;
  flow();
  for (const { relation, column } of textsWithoutLabel(source, carried))
    for (const { detector, ...from } of program.everywhere)
      if (detector.finder !== null && mayHold(column.type, detector.finder)) {
        const carriedFrom = { label: from.label, from: { ...from, source, relation, column }, source: null };
        arrivals.push({ relation, column: column.name, carried: carriedFrom });
      }
  flow();

  function flow(): void {
    for (let arrival = arrivals[next]; arrival !== undefined; arrival = arrivals[next]) {
      next += 1;
      const { relation, column, carried: label } = arrival;
      for (const dependent of dependents.of(relation, column))
        put(dependent.relation, dependent.column, { ...label, source: { relation, column } });
    }
  }

  // In a closed source, what is stored and carries nothing by now carries the label of what nobody classified; that flows too.
  const rest = source.declaration.closed ? program.labels.get(UNCLASSIFIED) : undefined;
  if (rest !== undefined)
    for (const { relation, column } of unclassified(source, carried))
      put(relation, column, { label: rest, from: null, source: null });
  flow();

  for (const columns of carried.values())
    for (const labels of columns.values())
      labels.sort((a, b) => (a.label.path < b.label.path ? -1 : a.label.path > b.label.path ? 1 : 0));
  return labelsIn(carried);
}

/** What carries nothing yet: columns that are stored, or the fields at which an API's values stand. */
function unclassified(
  source: Source,
  carried: ReadonlyMap<Relation, ReadonlyMap<string, unknown>>,
): readonly LabelSource[] {
  const isLabelled = (relation: Relation, column: string) => carried.get(relation)?.has(column) === true;
  if (isApi(source)) {
    const { fields } = closedPlaces(source, ({ relation, column }) => isLabelled(relation, column.name));
    return [...fields].map(({ relation, column }) => ({ relation, column: column.name }));
  }
  return [...(source.schema?.relations.values() ?? [])]
    .filter(holdsRows)
    .flatMap((relation) => relation.columns.map(({ name }) => ({ relation, column: name })))
    .filter(({ relation, column }) => !isLabelled(relation, column));
}

/** The relations whose rows share a column with `relation`, itself first. */
function familyOf(
  relatives: ReadonlyMap<Relation, readonly Relation[]>,
  relation: Relation,
  column: string,
): ReadonlySet<Relation> {
  // A set is walked in the order of insertion, also of what is added on the way.
  const reached = new Set([relation]);
  for (const table of reached)
    for (const relative of relatives.get(table) ?? [])
      if (relative.columns.some((candidate) => candidate.name === column)) reached.add(relative);
  return reached;
}

/** The stored columns of text that carry nothing yet, which is where detectors look that look everywhere. */
function textsWithoutLabel(
  source: Source,
  carried: ReadonlyMap<Relation, ReadonlyMap<string, readonly CarriedLabel[]>>,
): readonly { readonly relation: Relation; readonly column: Column }[] {
  return [...(source.schema?.relations.values() ?? [])]
    .filter(({ kind }) => kind !== 'view')
    .flatMap((relation) => relation.columns.map((column) => ({ relation, column })))
    .filter(({ relation, column }) => isSearched(column.type) && !carried.get(relation)?.has(column.name));
}

/** False where the column carries the label already. */
function attach(
  carried: Map<Relation, Map<string, CarriedLabel[]>>,
  relation: Relation,
  column: string,
  added: CarriedLabel,
): boolean {
  const columns = carried.get(relation) ?? new Map<string, CarriedLabel[]>();
  carried.set(relation, columns);
  const labels = columns.get(column) ?? [];
  columns.set(column, labels);
  if (labels.some(({ label }) => label === added.label)) return false;
  labels.push(added);
  return true;
}
