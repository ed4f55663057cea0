/** Labelled fields of an API, with what each policy says of them. */
import type { FieldEntry, FieldRule, FieldTreatment, Treatment } from '@dlpc/runtime/abi';
import type { ApiSource } from '../../bind/api/api-source.ts';
import { columnText } from '../../bind/names.ts';
import { type Part, partText } from '../../bind/parts.ts';
import type { CheckedProgram } from '../../check/checked-program.ts';
import type { CheckedMask } from '../../check/masks/check-mask.ts';
import type { SettledColumn, SettledSay } from '../../check/treatments/settled.ts';
import { isSought } from '../../masks/arguments.ts';
import { findMask } from '../../masks/catalog.ts';
import type { Column, ColumnType } from '../../schema/model.ts';
import { assertMasked } from '../assert-masked.ts';
import { type Lowering, uncheckedError } from '../lowering.ts';
import type { DetectorTable } from './detector-table.ts';

/** The fields of `source`, in the order of its document. */
export function lowerFields(
  checked: CheckedProgram,
  source: ApiSource,
  { table, indexOf }: Lowering,
  detectors: DetectorTable,
): { readonly entries: readonly FieldEntry[]; readonly columns: readonly Column[] } {
  const { columns: settled = [], parts = [] } = checked.settled.get(source) ?? {};
  const ruleOf = (column: Column, say: SettledSay): FieldRule => ({
    policy: indexOf(say.policy),
    treatment: treatmentOf(checked, column.type, say, detectors),
    rule: table.indexOf(say.statement),
  });
  return {
    columns: settled.map(({ column }) => column),
    entries: [...settled.map((place) => ({ ...place, part: null })), ...parts].map(
      ({ relation, column, part, labels, fallback }) => ({
        name: part === null ? columnText(source, relation, column.name) : partText(part),
        found: foundIn(part, detectors),
        labels: labels.map(({ label, says }) => ({
          label: label.path,
          rules: says.map((say) => ruleOf(column, say)).sort((a, b) => a.rule - b.rule),
        })),
        fallback: fallbackOf(checked, column.type, fallback, detectors),
      }),
    ),
  };
}

/** What is looked for; null for the whole of a value. */
function foundIn(part: Part | null, detectors: DetectorTable): FieldEntry['found'] {
  if (part === null) return null;
  if (part.kind !== 'matches' || part.detector.finder === null) throw uncheckedError('a detector');
  return detectors.indexOf(part.detector.name, part.detector.finder);
}

function treatmentOf(
  checked: CheckedProgram,
  type: ColumnType,
  { statement, treatment }: SettledSay,
  detectors: DetectorTable,
): FieldTreatment {
  if (treatment === null) throw uncheckedError('the mask of a field');
  const { node } = statement;
  if (node.kind === 'RevealStatement') return fieldTreatment(treatment, null);
  const mask = checked.masks.get(node.mask);
  if (mask === undefined) throw uncheckedError('the mask of a field');
  assertMasked(node.mask.name.text, treatment, statement);
  return fieldTreatment(treatment, maskOf(mask, type, detectors));
}

function fallbackOf(
  checked: CheckedProgram,
  type: ColumnType,
  fallback: SettledColumn['fallback'],
  detectors: DetectorTable,
): FieldTreatment {
  if (fallback === null) throw uncheckedError('the default mask of a field');
  assertMasked('what no policy speaks of', fallback, null);
  const { defaultMask } = checked.program;
  const redact = findMask('redact');
  const said = defaultMask === null ? null : checked.masks.get(defaultMask.mask);
  const mask = said ?? (redact === null ? null : { definition: redact, args: [] });
  if (mask === null) throw uncheckedError('the default mask');
  return fieldTreatment(fallback, maskOf(mask, type, detectors));
}

function maskOf(
  { definition, args }: Pick<CheckedMask, 'definition' | 'args'>,
  { base }: ColumnType,
  detectors: DetectorTable,
): FieldTreatment['mask'] {
  const values = args.map((arg) => (isSought(arg) ? detectors.indexOf(arg.text, arg.finder) : arg));
  return { name: definition.name, args: values, type: base };
}

function fieldTreatment({ text, rank, keyed }: Treatment, mask: FieldTreatment['mask']): FieldTreatment {
  return { text, rank, mask, keyed };
}
