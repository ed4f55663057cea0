/** The columns of a relation with their labels and those of their parts, and what each policy says of these. */
import type { ColumnEntry, LabelEntry } from '@dlpc/runtime/abi';
import type { SettledColumn, SettledLabel, SettledPart } from '../check/treatments/settled.ts';
import type { Relation } from '../schema/model.ts';
import { assertMasked } from './assert-masked.ts';
import { lowerParts } from './lower-parts.ts';
import { type Lowering, uncheckedError } from './lowering.ts';

/** In the order of the schema. */
export function lowerColumns(
  relation: Relation,
  settled: readonly SettledColumn[],
  parts: readonly SettledPart[],
  lowering: Lowering,
): readonly ColumnEntry[] {
  const byColumn = new Map(settled.map((column) => [column.column, column]));
  const partsOf = Map.groupBy(parts, (part) => part.column);
  const lowerLabels = (labels: readonly SettledLabel[]) => labels.map((label) => lowerLabel(label, lowering));
  return relation.columns.map((column): ColumnEntry => {
    const whole = byColumn.get(column);
    const { name, type } = column;
    if (whole?.fallback === null) throw uncheckedError(`the default mask of ${name}`);
    if (whole !== undefined) assertMasked(name, whole.fallback, null);
    return {
      name,
      type: type.text,
      labels: lowerLabels(whole?.labels ?? []),
      fallback: whole?.fallback ?? null,
      ...lowerParts(partsOf.get(column) ?? [], type, lowerLabels),
    };
  });
}

function lowerLabel({ label, says }: SettledLabel, { table, indexOf }: Lowering): LabelEntry {
  return {
    label: label.path,
    rules: says
      .map(({ policy, statement, treatment }) => {
        if (treatment === null) throw uncheckedError(`a mask of ${label.path}`);
        assertMasked(label.path, treatment, statement);
        return { policy: indexOf(policy), treatment, rule: table.indexOf(statement) };
      })
      .sort((a, b) => a.rule - b.rule),
  };
}
