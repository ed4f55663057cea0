/** Labelled fields of an API, with what each policy says of them. */
import type { FieldEntry, FieldTreatment, Treatment } from '@dlpc/runtime/abi';
import type { ApiSource } from '../../bind/api/api-source.ts';
import { columnText } from '../../bind/names.ts';
import type { CheckedProgram } from '../../check/checked-program.ts';
import type { CheckedMask } from '../../check/masks/check-mask.ts';
import type { SettledColumn, SettledSay } from '../../check/treatments/settled.ts';
import { isSought } from '../../masks/arguments.ts';
import { findMask } from '../../masks/catalog.ts';
import type { Column } from '../../schema/model.ts';
import { assertMasked } from '../assert-masked.ts';
import { type Lowering, uncheckedError } from '../lowering.ts';

/** The fields of `source`, in the order of its document. */
export function lowerFields(
  checked: CheckedProgram,
  source: ApiSource,
  { table, indexOf }: Lowering,
): { readonly entries: readonly FieldEntry[]; readonly columns: readonly Column[] } {
  const settled = checked.settled.get(source)?.columns ?? [];
  const ruleOf = (column: Column, say: SettledSay) => ({
    policy: indexOf(say.policy),
    treatment: treatmentOf(checked, column, say),
    rule: table.indexOf(say.statement),
  });
  return {
    columns: settled.map(({ column }) => column),
    entries: settled.map(({ relation, column, labels, fallback }) => ({
      name: columnText(source, relation, column.name),
      labels: labels.map(({ label, says }) => ({
        label: label.path,
        rules: says.map((say) => ruleOf(column, say)).sort((a, b) => a.rule - b.rule),
      })),
      fallback: fallbackOf(checked, column, fallback),
    })),
  };
}

function treatmentOf(
  checked: CheckedProgram,
  { type }: Column,
  { statement, treatment }: SettledSay,
): FieldTreatment {
  if (treatment === null) throw uncheckedError('the mask of a field');
  const { node } = statement;
  if (node.kind === 'RevealStatement') return fieldTreatment(treatment, null);
  const mask = checked.masks.get(node.mask);
  if (mask === undefined) throw uncheckedError('the mask of a field');
  assertMasked(node.mask.name.text, treatment, statement);
  return fieldTreatment(treatment, maskOf(mask, type.base));
}

function fallbackOf(
  checked: CheckedProgram,
  { type }: Column,
  fallback: SettledColumn['fallback'],
): FieldTreatment {
  if (fallback === null) throw uncheckedError('the default mask of a field');
  assertMasked('what no policy speaks of', fallback, null);
  const { defaultMask } = checked.program;
  const redact = findMask('redact');
  const said = defaultMask === null ? null : checked.masks.get(defaultMask.mask);
  const mask = said ?? (redact === null ? null : { definition: redact, args: [] });
  if (mask === null) throw uncheckedError('the default mask');
  return fieldTreatment(fallback, maskOf(mask, type.base));
}

function maskOf(
  { definition, args }: Pick<CheckedMask, 'definition' | 'args'>,
  type: string,
): FieldTreatment['mask'] {
  const values = args.flatMap((arg) => (isSought(arg) ? [] : [arg]));
  if (values.length < args.length) throw uncheckedError('a pattern in the mask of a field');
  return { name: definition.name, args: values, type };
}

function fieldTreatment({ text, rank, keyed }: Treatment, mask: FieldTreatment['mask']): FieldTreatment {
  return { text, rank, mask, keyed };
}
