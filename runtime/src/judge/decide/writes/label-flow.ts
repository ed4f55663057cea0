/**
 * Labels flow with values: what a statement reads as it is may be written only to columns that carry the same label, or where the policy
 * declassifies it. Which column a name means is not resolved: it counts as every one of that name which the statement reads.
 */
import type { ColumnEntry, LabelEntry, Matcher } from '../../../abi.ts';
import { holdsRows } from '../../../catalog/agreement.ts';
import type { RelationWrite, Returned, StatementFacts } from '../../facts/facts.ts';
import type { TargetReading } from '../../facts/target-reading.ts';
import { listOf, nodesWithin, stringOf, type TreeValue, unwrap } from '../../parse/tree.ts';
import type { PolicySet } from '../decide.ts';
import { neededColumns, type Read } from '../needed-columns.ts';
import { labelsOf, treatmentOf } from '../treat.ts';
import { keyOf } from './hidden-columns.ts';
import type { MovedColumn } from './moved-columns.ts';

export interface FlowContext {
  readonly matcher: Matcher;
  readonly applicable: PolicySet;
  /** Columns of the target in their order, as a statement that names none means them. */
  readonly targetColumns: readonly string[];
  /** What its columns surely are columns of, in the order of the select list; null where that is not known. */
  readonly moved: readonly MovedColumn[] | null;
  readonly declassifies: (label: string) => boolean;
}

/** A label that flows to a column which does not carry it. */
export interface LostLabel {
  readonly label: string;
  readonly column: string;
}

/** A label of values that are shown as they are, on the whole or on a part of them. */
interface RawLabel {
  readonly label: string;
  readonly part: string | null;
}

/** By the name of a column. */
type RawLabels = ReadonlyMap<string, readonly RawLabel[]>;

export function lostLabel(
  statement: StatementFacts,
  write: RelationWrite,
  reads: readonly Read[],
  context: FlowContext,
): LostLabel | null {
  const target = context.matcher.relations.get(keyOf(write.target));
  const raw = rawLabels(statement, write, reads, context);
  const all = [...raw.values()].flat();
  if (all.length === 0) return null;
  for (const { action, columns, values } of write.changes) {
    if (action === 'delete') continue;
    for (const [place, column] of (columns ?? context.targetColumns).entries()) {
      const cells = values?.flatMap((row) => (place < row.length ? [row[place] ?? null] : []));
      const moved = action === 'insert' ? context.moved?.[place] : undefined;
      const flowing =
        moved !== undefined
          ? labelsOfMoved(moved, context)
          : cells === undefined || write.derives
            ? all
            : flowingFrom(cells, raw, all);
      const entry = target?.columns.find(({ name }) => name === column);
      const isCopied =
        moved !== undefined ||
        (!write.derives && (cells?.every((cell) => unwrap(cell)?.kind === 'ColumnRef') ?? false));
      const lost = flowing.find(
        (label) => !carries(entry, label, isCopied) && !context.declassifies(label.label),
      );
      if (lost !== undefined) return { label: lost.label, column };
    }
  }
  return null;
}

/** `isCopied`: whether values come as they are, so that the part of them with the label is the same part there. */
function carries(entry: ColumnEntry | undefined, { label, part }: RawLabel, isCopied: boolean): boolean {
  const has = (labels: readonly LabelEntry[]) => labels.some((carried) => carried.label === label);
  if (entry === undefined || has(entry.labels)) return entry !== undefined;
  return isCopied && part !== null && entry.parts.some((own) => own.part === part && has(own.labels));
}

/** What each name could bring, of the relations that are read, of what other writes return, and of the target as it was. */
function rawLabels(
  statement: StatementFacts,
  write: RelationWrite,
  reads: readonly Read[],
  { matcher, applicable }: FlowContext,
): RawLabels {
  const needed = neededColumns(statement, reads);
  const raw = new Map<string, RawLabel[]>();
  const add = (name: string, labels: readonly RawLabel[]) =>
    raw.set(name, [...(raw.get(name) ?? []), ...labels]);
  for (const { use, view } of reads) {
    const entry = matcher.relations.get(keyOf(use));
    const isTable = holdsRows(entry?.kind);
    const ofView = isTable ? [] : [...view.revealed].map((label) => ({ label, part: null }));
    for (const { name } of view.columns) {
      const column = entry?.columns.find((candidate) => candidate.name === name);
      const own = isTable && column !== undefined ? shownRaw(column, applicable) : ofView;
      add(name, needed?.has(name) === false ? [] : own);
    }
  }
  for (const other of statement.writes) {
    const { returned, target } = other;
    if (other === write || returned === null) continue;
    for (const column of matcher.relations.get(keyOf(target))?.columns ?? [])
      if (isReturned(column.name, returned)) add(column.name, shownRaw(column, applicable));
  }
  const target = matcher.relations.get(keyOf(write.target));
  if (target === undefined) return raw;
  const read = new Set([...raw.values()].flat().map(({ label }) => label));
  const updates = write.changes.filter(({ action }) => action === 'update').length;
  const isUpsert = updates > 0 && write.merge === null && write.changes.length !== updates;
  for (const column of updates > 0 ? target.columns : []) {
    const own = isNamed(column.name, write.reading) ? shownRaw(column, applicable) : [];
    // `excluded.note` is what the statement was about to insert there.
    const inserted = isUpsert ? labelsOf(column).filter(({ label }) => read.has(label)) : [];
    add(column.name, [...own, ...inserted.map(({ label }) => ({ label, part: null }))]);
  }
  return raw;
}

function labelsOfMoved(
  { relation, column }: MovedColumn,
  { matcher, applicable }: FlowContext,
): readonly RawLabel[] {
  const entry = matcher.relations.get(relation)?.columns.find(({ name }) => name === column);
  return entry === undefined ? [] : shownRaw(entry, applicable);
}

function shownRaw(column: ColumnEntry, applicable: PolicySet): readonly RawLabel[] {
  const whole = treatmentOf(column, applicable);
  if (whole !== null && whole.sql !== null) return [];
  const parts = column.parts.filter((part) => treatmentOf(part, applicable)?.sql == null);
  return [
    ...column.labels.map(({ label }) => ({ label, part: null })),
    ...parts.flatMap(({ part, labels }) => labels.map(({ label }) => ({ label, part }))),
  ];
}

function isReturned(name: string, { columns, stars, reading }: Returned): boolean {
  return stars.length > 0 || columns.some(({ column }) => column === name) || isNamed(name, reading);
}

function isNamed(name: string, { all, alone, qualified, rows }: TargetReading): boolean {
  return all || alone.has(name) || qualified.has(name) || [...rows].some((row) => alone.has(row));
}

/** Labels of all that these values name; of everything, where they name what is no column. */
function flowingFrom(
  values: readonly TreeValue[],
  raw: RawLabels,
  all: readonly RawLabel[],
): readonly RawLabel[] {
  const flowing: RawLabel[] = [];
  for (const { kind, node } of nodesWithin(values)) {
    if (kind === 'JoinExpr' && node.isNatural === true) return all;
    if (kind !== 'ColumnRef') continue;
    const last = unwrap(listOf(node.fields).at(-1));
    const labels = last?.kind === 'String' ? raw.get(stringOf(last.node.sval)) : undefined;
    if (labels === undefined) return all;
    flowing.push(...labels);
  }
  return flowing;
}
