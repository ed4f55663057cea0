/** All masks of the language, by name. */
import { REVEAL_RANK, type Treatment } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import type { MaskDefinition } from './mask.ts';

const masks: readonly MaskDefinition[] = [];

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
