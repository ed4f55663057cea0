/** Masks taken away, or exchanged for ones that show more. */
import type { DefaultMaskDeclaration, MaskCall, MaskStatement } from '@dlpc/language';
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import { findMask } from '../../masks/catalog.ts';
import type { Mutation } from './mutation.ts';

export function maskMutations({ span, targets, mask }: MaskStatement, text: string): readonly Mutation[] {
  const named = text.slice(targets[0]?.span.start, targets.at(-1)?.span.end);
  const notice = `expects \`mask\` of a column or field that carries \`${named}\``;
  return [{ span, text: `reveal ${named}`, what: 'it is revealed', notice }, ...weakerMasks(mask, text)];
}

/** What holds where no policy speaks is revealed by none; it can only show more. */
export function defaultMaskMutations({ mask }: DefaultMaskDeclaration, text: string): readonly Mutation[] {
  return weakerMasks(mask, text);
}

/** Each rung of the lattice of masks, the one that shows least first, by a mask of texts and one of numbers. */
const RUNGS: readonly { readonly rank: number; readonly masks: readonly string[] }[] = [
  { rank: REVEAL_RANK.equality, masks: ['hash'] },
  { rank: REVEAL_RANK.part, masks: ['keep_last(4)', 'bucket(10)'] },
];

/** On the next rung; what fits no column does not compile, and counts for nothing. */
function weakerMasks({ name, span }: MaskCall, text: string): readonly Mutation[] {
  const rank = findMask(name.text)?.rank;
  const next = rank === undefined ? undefined : RUNGS.find((rung) => rung.rank > rank);
  const written = text.slice(span.start, span.end);
  return (next?.masks ?? []).map((weaker) => ({
    span,
    text: weaker,
    what: `\`${written}\` is \`${weaker}\``,
    notice: `names the mask: \`=> mask COLUMN with ${written}\``,
  }));
}
