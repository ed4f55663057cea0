/** The columns of a statement's result, and which of them come masked: those computed from a column that is. */
import { relationKey } from '@dlpc/runtime/abi';
import type { PolicySet } from '@dlpc/runtime/judge/decide/decide';
import type { Node } from 'libpg-query';
import { type OutputColumn as Lineage, lineageOf } from '../../lineage/lineage-of.ts';
import type { ColumnPlace } from '../../lineage/schema-catalog.ts';
import type { JudgedSource } from '../judged-source.ts';
import type { LabelledColumn, OutputColumn } from './answer.ts';
import { labelledColumn } from './labelled-column.ts';

/** Of all statements of the text, one after the other; null where those of one cannot be told. */
export function outputColumns(
  sql: string,
  source: JudgedSource,
  applicable: PolicySet,
): readonly OutputColumn[] | null {
  const outcome = source.parser.parse(sql);
  if (outcome.kind !== 'parsed') return null;
  const columns: OutputColumn[] = [];
  for (const { stmt } of outcome.tree.stmts) {
    const lineage = lineageOf(source.schema, stmt as unknown as Node);
    // What neither reads nor writes rows gives nothing of them.
    if (lineage === null) continue;
    if (lineage.columns === null) return null;
    const read = lineage.reads.flatMap(({ relation }) =>
      relation.columns.map((column) => ({ relation, column })),
    );
    columns.push(...lineage.columns.map((column) => outputColumn(column, read, source, applicable)));
  }
  return columns;
}

function outputColumn(
  { name, value, opaque }: Lineage,
  read: readonly ColumnPlace[],
  source: JudgedSource,
  applicable: PolicySet,
): OutputColumn {
  const places = opaque === null ? value : [...new Set([...value, ...read])];
  const sources = places.flatMap((place) => labelled(place, source, applicable) ?? []);
  return { name, sources, masked: sources.some(({ masked }) => masked), opaque };
}

function labelled(
  { relation, column }: ColumnPlace,
  { matcher }: JudgedSource,
  applicable: PolicySet,
): LabelledColumn | null {
  const entry = matcher.relations.get(relationKey(relation.schema, relation.name));
  const found = entry?.columns.find(({ name }) => name === column.name);
  return entry === undefined || found === undefined ? null : labelledColumn(entry, found, applicable);
}
