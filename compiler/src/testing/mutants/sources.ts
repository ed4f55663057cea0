/** Sources that show what nobody classified. */
import type { ApiDeclaration, DatabaseDeclaration } from '@dlpc/language';
import type { Mutation } from './mutation.ts';

export function sourceMutations({
  closed,
  from,
  span,
}: ApiDeclaration | DatabaseDeclaration): readonly Mutation[] {
  const notice = 'expects `mask` of a column or field that nobody classified';
  // Behind the file's name nothing stands but the word.
  const word = { ...span, start: from.span.end };
  return closed ? [{ span: word, text: '', what: 'it is no longer `closed`', notice }] : [];
}
