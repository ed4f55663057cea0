/** Masks taken away. */
import type { MaskStatement } from '@dlpc/language';
import type { Mutation } from './mutation.ts';

export function maskMutations({ span, targets }: MaskStatement, text: string): readonly Mutation[] {
  const named = text.slice(targets[0]?.span.start, targets.at(-1)?.span.end);
  return [{ span, text: `reveal ${named}`, what: 'it is revealed' }];
}
