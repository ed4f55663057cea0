/** All masks of the language, by name. */
import { REVEAL_RANK, type Treatment } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { bucketMask } from './bucket.mask.ts';
import { constantMask } from './constant.mask.ts';
import { dateShiftMask } from './date-shift.mask.ts';
import { dateTruncMask } from './date-trunc.mask.ts';
import { emailMask } from './email.mask.ts';
import { hashMask } from './hash.mask.ts';
import { ipPrefixMask } from './ip-prefix.mask.ts';
import { keepFirstMask } from './keep-first.mask.ts';
import { keepLastMask } from './keep-last.mask.ts';
import type { MaskDefinition } from './mask.ts';
import { nullMask } from './null.mask.ts';
import { redactMask } from './redact.mask.ts';
import { replaceMask } from './replace.mask.ts';
import { roundMask } from './round.mask.ts';
import { tokenizeMask } from './tokenize.mask.ts';
import { zeroMask } from './zero.mask.ts';

const masks: readonly MaskDefinition[] = [
  nullMask,
  redactMask,
  constantMask,
  zeroMask,
  hashMask,
  tokenizeMask,
  keepFirstMask,
  keepLastMask,
  emailMask,
  replaceMask,
  bucketMask,
  roundMask,
  dateTruncMask,
  dateShiftMask,
  ipPrefixMask,
];

const byName = new Map(masks.map((mask) => [mask.name, mask]));

/** Names of all masks, those that reveal least first. */
export const maskNames: readonly string[] = masks.map((mask) => mask.name);

/** What `reveal` gives: the column as it is. */
export const REVEAL: Treatment = {
  text: 'reveal',
  rank: REVEAL_RANK.value,
  sql: null,
  keyed: false,
  lookup: false,
};

/** The mask called `name`. */
export function findMask(name: string): MaskDefinition | null {
  return byName.get(name) ?? null;
}

/** The masks that fit a type with at least some arguments, in the order of {@link maskNames}; never empty. */
export function masksThatFit(type: ColumnType): readonly MaskDefinition[] {
  return masks.filter((mask) => mask.accepts(type));
}
