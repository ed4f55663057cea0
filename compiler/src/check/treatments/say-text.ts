/** How messages name what a statement does. */
import type { Masks } from '../masks/check-masks.ts';
import type { Say } from './settled.ts';

/** `reveal`, or the mask as a policy writes it. */
export function sayText({ statement: { node } }: Say, masks: Masks): string {
  if (node.kind === 'RevealStatement') return 'reveal';
  const mask = masks.get(node.mask)?.text ?? node.mask.name.text;
  return node.lookup ? `${mask}, lookup by equality` : mask;
}
