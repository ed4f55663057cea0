/** A labelled column as the callers of some policies see it. */
import type { ColumnEntry, RelationEntry } from '@dlpc/runtime/abi';
import type { PolicySet } from '@dlpc/runtime/judge/decide/decide';
import { treatColumn, treatmentOf } from '@dlpc/runtime/judge/decide/treat';
import type { LabelledColumn } from './answer.ts';

/** Null for a column without labels. */
export function labelledColumn(
  { schema, name: relation }: RelationEntry,
  column: ColumnEntry,
  applicable: PolicySet,
): LabelledColumn | null {
  const treatment = treatmentOf(column, applicable);
  if (treatment === null) return null;
  const said = column.labels
    .flatMap(({ rules }) => rules)
    .filter((rule) => applicable.has(rule.policy) && rule.treatment.text === treatment.text);
  return {
    schema,
    relation,
    column: column.name,
    labels: column.labels.map(({ label }) => label),
    treatment: treatment.text,
    masked: treatColumn(column, applicable).sql !== null,
    rules: [...new Set(said.map(({ rule }) => rule))],
  };
}
