/** DLP3005: a mask does not fit the type of a column for which it would stand. */
import { diagnostic, type Span } from '@dlpc/language';
import { columnText, sourceColumnText } from '../../bind/names.ts';
import { partText } from '../../bind/parts.ts';
import { masksThatFit } from '../../masks/catalog.ts';
import { JSON_NUMBER, JSON_STRING } from '../../masks/json/json-mask.ts';
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
      const { relation, mask, say } = first;
      const nameOf = say === null ? sourceColumnText : columnText;
      report(
        diagnostic(
          'mask-does-not-fit',
          span,
          {
            mask: mask.text,
            column: placeText(first, nameOf(settled.source, relation, first.column.name)),
            type: first.part === null ? first.column.type.text : PART_TYPES[first.part.kind].text,
            more: misfits.length - 1,
            fitting: masksForAll(misfits),
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
    if (!same.some((other) => isSamePlace(other, misfit))) same.push(misfit);
  }
  return places;
}

/** The target through which the mask reaches the column. */
function classifiedAt(target: Span, mask: Span) {
  return target === mask ? [] : [{ message: 'the column is reached through this', span: target }];
}

function isSamePlace(a: Misfit, b: Misfit): boolean {
  const [first, second] = [a, b].map(({ part }) => (part === null ? null : partText(part)));
  return a.relation === b.relation && a.column === b.column && first === second;
}

/** `customers.profile.$.email`, `values matching card_number in tickets.body`. */
function placeText({ part }: Misfit, column: string): string {
  if (part === null) return column;
  return part.kind === 'path' ? `${column}.${partText(part)}` : `${partText(part)} in ${column}`;
}

/** What parts are, to people and to masks. */
const PART_TYPES = {
  matches: { text: 'text', types: [JSON_STRING] },
  path: { text: 'JSON', types: [JSON_STRING, JSON_NUMBER] },
} as const;

function masksForAll(misfits: readonly Misfit[]): readonly string[] {
  const fitting = misfits.map(({ part, column }) => {
    const types: readonly ColumnType[] = part === null ? [column.type] : PART_TYPES[part.kind].types;
    return new Set(types.flatMap((type) => masksThatFit(type)));
  });
  const [first, ...others] = fitting;
  return [...(first ?? [])].filter((mask) => others.every((set) => set.has(mask))).map(signatureOf);
}
