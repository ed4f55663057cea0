/** All masks of the language, by name. */
import { REVEAL_RANK, type Treatment } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { constantMask } from './constant.mask.ts';
import { emailMask } from './email.mask.ts';
import { hashMask } from './hash.mask.ts';
import { keepFirstMask } from './keep-first.mask.ts';
import { keepLastMask } from './keep-last.mask.ts';
import type { MaskDefinition } from './mask.ts';
import { nullMask } from './null.mask.ts';
import { redactMask } from './redact.mask.ts';

const masks: readonly MaskDefinition[] = [
  nullMask,
  redactMask,
  constantMask,
  hashMask,
  keepFirstMask,
  keepLastMask,
  emailMask,
];

const byName = new Map(masks.map((mask) => [mask.name, mask]));

/** Names of all masks, those that reveal least first. */
export const maskNames: readonly string[] = masks.map((mask) => mask.name);

/** What `reveal` gives: the column as it is. */
export const REVEAL: Treatment = { text: 'reveal', rank: REVEAL_RANK.value, sql: null, keyed: false };

/** The mask called `name`. */
export function findMask(name: string): MaskDefinition | null {
  return byName.get(name) ?? null;
}

/** The masks that fit a type with at least some arguments, in the order of {@link maskNames}; never empty. */
export function masksThatFit(type: ColumnType): readonly MaskDefinition[] {
  return masks.filter((mask) => mask.accepts(type));
}
