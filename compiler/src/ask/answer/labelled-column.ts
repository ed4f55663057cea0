/** A labelled column as the callers of some policies see it. */
import type { ColumnEntry, LabelEntry, RelationEntry } from '@dlpc/runtime/abi';
import type { PolicySet } from '@dlpc/runtime/judge/decide/decide';
import { treatColumn, treatmentOf } from '@dlpc/runtime/judge/decide/treat';
import type { LabelledColumn } from './answer.ts';

/** Null for a column that carries no label, nor any part of it. */
export function labelledColumn(
  { schema, name: relation }: RelationEntry,
  column: ColumnEntry,
  applicable: PolicySet,
): LabelledColumn | null {
  const carriers = [
    { what: null, labels: column.labels, treatment: treatmentOf(column, applicable) },
    ...column.parts.map((part) => ({
      what: part.part,
      labels: part.labels,
      treatment: treatmentOf(part, applicable),
    })),
  ];
  const treated = carriers.flatMap(({ what, labels, treatment }) =>
    treatment === null ? [] : [{ what, labels, treatment }],
  );
  if (treated.length === 0) return null;
  return {
    schema,
    relation,
    column: column.name,
    labels: [...new Set(treated.flatMap(({ labels }) => labels.map(({ label }) => label)))],
    treatment: treated
      .map(({ what, treatment }) => {
        if (what !== null) return `${treatment.text} of ${what}`;
        return treatment.lookup ? `${treatment.text}, lookup by equality` : treatment.text;
      })
      .join(', '),
    masked: treatColumn(column, applicable).sql !== null,
    masks: treated.flatMap(({ treatment }) => (treatment.sql === null ? [] : [treatment.text])),
    rules: [
      ...new Set(treated.flatMap(({ labels, treatment }) => rulesSaying(labels, treatment.text, applicable))),
    ],
  };
}

function rulesSaying(labels: readonly LabelEntry[], text: string, applicable: PolicySet): readonly number[] {
  const said = labels.flatMap(({ rules }) => rules);
  return said
    .filter((rule) => applicable.has(rule.policy) && rule.treatment.text === text)
    .map(({ rule }) => rule);
}
