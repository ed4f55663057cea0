/** DLP3005: a mask does not fit the type of a column for which it would stand. */
import { diagnostic, type Span } from '@dlpc/language';
import { columnText, sourceColumnText } from '../../bind/names.ts';
import { masksThatFit } from '../../masks/catalog.ts';
import type { ColumnType } from '../../schema/model.ts';
import { signatureOf } from '../masks/check-mask.ts';
import type { Rule } from '../rule.ts';
import type { Misfit, SettledSource } from '../treatments/settled.ts';

export const maskFit: Rule = ({ checked, report }) => {
  const { defaultMask } = checked.program;
  for (const settled of checked.settled.values()) {
    for (const [span, misfits] of byPlace(settled, defaultMask?.mask.span ?? null)) {
      const [first] = misfits;
      if (first === undefined) continue;
      const { relation, column, mask, say } = first;
      const nameOf = say === null ? sourceColumnText : columnText;
      report(
        diagnostic(
          'mask-does-not-fit',
          span,
          {
            mask: mask.text,
            column: nameOf(settled.source, relation, column.name),
            type: column.type.text,
            more: misfits.length - 1,
            fitting: masksForAll(misfits.map((misfit) => misfit.column.type)),
          },
          say === null ? {} : { related: classifiedAt(say.target.node.span, span) },
        ),
      );
    }
  }
};

/** Misfits by the mask call that they belong to, each column once. */
function byPlace({ misfits }: SettledSource, defaultSpan: Span | null): Map<Span, readonly Misfit[]> {
  const places = new Map<Span, Misfit[]>();
  for (const misfit of misfits) {
    const node = misfit.say?.statement.node;
    const span = node?.kind === 'MaskStatement' ? node.mask.span : defaultSpan;
    if (span === null) continue;
    const same = places.get(span) ?? [];
    places.set(span, same);
    if (!same.some((other) => other.relation === misfit.relation && other.column === misfit.column))
      same.push(misfit);
  }
  return places;
}

/** The target through which the mask reaches the column. */
function classifiedAt(target: Span, mask: Span) {
  return target === mask ? [] : [{ message: 'the column is reached through this', span: target }];
}

function masksForAll(types: readonly ColumnType[]): readonly string[] {
  const [first, ...others] = types.map((type) => new Set(masksThatFit(type)));
  return [...(first ?? [])].filter((mask) => others.every((set) => set.has(mask))).map(signatureOf);
}
