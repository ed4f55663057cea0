/**
 * The words of the language, as data: tokens, completion, highlighting and the grammar for people are made from this table.
 *
 * Only the reserved words can never be names. Every other word is one where a name stands, so that a column may be
 * called `on` or `label`.
 */

/**
 * Where a word has its meaning.
 * - `reserved`: in conditions; never a name.
 * - `declaration`: begins a declaration. `statement`: begins a statement of a source block.
 * - `block`: begins a block of a policy. `connective`: stands inside one of these.
 */
export type KeywordRole = 'reserved' | 'declaration' | 'statement' | 'block' | 'connective';

export interface Keyword {
  readonly word: string;
  readonly roles: readonly KeywordRole[];
  /** False for a word of the language whose construct this version reports instead of compiling it. */
  readonly compiled: boolean;
}

function words(compiled: boolean, roles: readonly KeywordRole[], text: string): readonly Keyword[] {
  return text.split(' ').map((word) => ({ word, roles, compiled }));
}

export const keywords: readonly Keyword[] = [
  ...words(true, ['reserved'], 'and or not in true false'),
  ...words(true, ['declaration'], 'identity database label classify group policy'),
  ...words(true, ['declaration', 'statement'], 'mask'),
  ...words(true, ['statement'], 'allow deny reveal'),
  ...words(true, ['block'], 'on'),
  ...words(true, ['connective'], 'issuer audience claim of from default with for when until'),
  ...words(false, ['declaration'], 'api detector test import'),
  ...words(false, ['statement'], 'filter approve limit alert declassify'),
  ...words(false, ['connective'], 'closed matching without lookup'),
];
