/** DLP3080, DLP3081: `lookup by equality` of a column whose values cannot be compared so, or of a part of values. */
import { diagnostic, type Fix, type MaskStatement, type Span } from '@dlpc/language';
import { columnText } from '../../bind/names.ts';
import { LOOKUP_TYPES } from '../../masks/lookup-type.ts';
import type { Rule } from '../rule.ts';
import type { LookupMisfit, SettledSource } from '../treatments/settled.ts';

export const lookupFit: Rule = ({ checked, report }) => {
  for (const settled of checked.settled.values())
    for (const [node, misfits] of byStatement(settled)) {
      const ofType = onePerColumn(misfits.filter(({ reason }) => reason === 'type'));
      const ofPart = onePerColumn(misfits.filter(({ reason }) => reason !== 'type'));
      // From the comma on.
      const span: Span = { ...node.span, start: node.mask.span.end };
      const fix: Fix = { title: 'Remove `lookup by equality`', edits: [{ span, newText: '' }] };
      const nameOf = ({ relation, column }: LookupMisfit) =>
        columnText(settled.source, relation, column.name);
      const [type] = ofType;
      if (type !== undefined) {
        const params = {
          column: nameOf(type),
          type: type.column.type.text,
          more: ofType.length - 1,
          types: LOOKUP_TYPES,
        };
        report(diagnostic('lookup-of-type', span, params, { fix }));
      }
      const [part] = ofPart;
      if (part !== undefined) {
        const params = { column: nameOf(part), more: ofPart.length - 1 };
        report(diagnostic('lookup-of-part', span, params, { fix }));
      }
    }
};

function byStatement({ lookupMisfits }: SettledSource): ReadonlyMap<MaskStatement, LookupMisfit[]> {
  const found = new Map<MaskStatement, LookupMisfit[]>();
  for (const misfit of lookupMisfits) {
    const { node } = misfit.say.statement;
    if (node.kind !== 'MaskStatement') continue;
    found.set(node, [...(found.get(node) ?? []), misfit]);
  }
  return found;
}

/** A column with several labels, or several parts, is told of once. */
function onePerColumn(misfits: readonly LookupMisfit[]): readonly LookupMisfit[] {
  const isFirst = (misfit: LookupMisfit, index: number) =>
    misfits.findIndex((m) => m.relation === misfit.relation && m.column === misfit.column) === index;
  return misfits.filter(isFirst);
}
