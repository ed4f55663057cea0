/** What a `mask` or `reveal` speaks of: a label, or a column of the block's source. */
import { diagnostic, type TreatmentTarget } from '@dlpc/language';
import type { Column, Relation } from '../schema/model.ts';
import { columnText, pathText } from './names.ts';
import type { Label, Source, Target } from './program.ts';
import type { Report } from './report.ts';
import { resolveColumn } from './resolve-column.ts';
import { resolveJsonPath } from './resolve-json-path.ts';
import { resolveLabel } from './resolve-label.ts';
import { lookUpRelation, type RelationLookup } from './resolve-relation.ts';
import { suggestText } from './suggest.ts';

/** A target whose last name is looked for among the columns of the relation that the others name. */
interface ColumnReading {
  readonly lookup: RelationLookup;
  readonly column: TreatmentTarget['segments'][number];
}

/**
 * The label or the column that `target` names. That it is both, or neither, is reported; where the schema is unknown,
 * a path that is no label may be a column, and nothing is said.
 */
export function resolveTarget(
  labels: ReadonlyMap<string, Label>,
  source: Source,
  target: TreatmentTarget,
  report: Report,
): Target | null {
  const path = pathText(target.segments.map((segment) => segment.text));
  // Only a column has paths inside.
  const label = target.jsonPath === null ? labels.get(path) : undefined;
  const reading = readAsColumn(source, target);
  const column = reading === null ? null : findColumn(reading);

  if (label !== undefined && column !== null) {
    report(diagnostic('ambiguous-target', target.span, { name: path, source: source.name }));
    return null;
  }
  if (label !== undefined) return { kind: 'label', label, node: target };
  if (column !== null) return columnTarget(source, column, target, report);
  if (source.schema === null) {
    // A path of one name can be a label alone.
    if (target.segments.length === 1) resolveLabel(labels, target.segments, target.span, report);
    return null;
  }
  reportUnknown(labels, source, target, path, reading, report);
  return null;
}

function columnTarget(
  source: Source,
  { relation, column }: { readonly relation: Relation; readonly column: Column },
  node: TreatmentTarget,
  report: Report,
): Target | null {
  const { jsonPath } = node;
  if (jsonPath === null) return { kind: 'column', relation, column, path: null, node };
  const path = resolveJsonPath(source, relation, column, jsonPath, report);
  return path === null ? null : { kind: 'column', relation, column, path, node };
}

function readAsColumn(source: Source, { segments }: TreatmentTarget): ColumnReading | null {
  const [first, second, third] = segments;
  if (first === undefined || second === undefined || segments.length > 3) return null;
  return third === undefined
    ? { lookup: lookUpRelation(source, null, first.text), column: second }
    : { lookup: lookUpRelation(source, first.text, second.text), column: third };
}

function findColumn({ lookup, column }: ColumnReading): { relation: Relation; column: Column } | null {
  if (lookup.kind !== 'found') return null;
  const found = lookup.relation.columns.find((candidate) => candidate.name === column.text);
  return found === undefined ? null : { relation: lookup.relation, column: found };
}

/** Says it as precisely as what is there allows: a known relation or a known root of labels tells what was meant. */
function reportUnknown(
  labels: ReadonlyMap<string, Label>,
  source: Source,
  target: TreatmentTarget,
  path: string,
  reading: ColumnReading | null,
  report: Report,
): void {
  const root = target.segments[0];
  if (reading !== null && reading.lookup.kind === 'found') {
    resolveColumn(source, reading.lookup.relation, reading.column, report);
  } else if (reading !== null && reading.lookup.kind === 'ambiguous' && root !== undefined) {
    const { schemas } = reading.lookup;
    report(diagnostic('ambiguous-relation', root.span, { name: root.text, schemas }));
  } else if (root !== undefined && labels.has(pathText([root.text]))) {
    resolveLabel(labels, target.segments, target.span, report);
  } else {
    const candidates =
      target.segments.length === 1 ? labels.keys() : [...labels.keys(), ...columnNames(source)];
    const { nearest, extras } = suggestText(path, candidates, target.span, report);
    report(diagnostic('unknown-target', target.span, { name: path, source: source.name, nearest }, extras));
  }
}

function* columnNames(source: Source): Iterable<string> {
  for (const relation of source.schema?.relations.values() ?? [])
    for (const column of relation.columns) yield columnText(source, relation, column.name);
}
