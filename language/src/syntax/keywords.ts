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
 * - `block`: begins a member of a policy. `case`: begins a case of a test.
 * - `connective`: stands inside one of these.
 */
export type KeywordRole = 'reserved' | 'declaration' | 'statement' | 'block' | 'case' | 'connective';

export interface Keyword {
  readonly word: string;
  readonly roles: readonly KeywordRole[];
}

function words(roles: readonly KeywordRole[], text: string): readonly Keyword[] {
  return text.split(' ').map((word) => ({ word, roles }));
}

export const keywords: readonly Keyword[] = [
  ...words(['reserved'], 'and or not in true false'),
  ...words(['declaration'], 'import identity database api label classify detector group policy test'),
  ...words(['declaration', 'statement'], 'mask'),
  ...words(['statement'], 'allow deny approve reveal filter limit alert declassify'),
  ...words(['block'], 'on record'),
  ...words(['case'], 'sql http'),
  ...words(['connective'], 'issuer audience claim of from closed default with for when until'),
  ...words(
    ['connective'],
    'values matching where without operation lookup by equality within per above into',
  ),
  ...words(['connective'], 'as at'),
];
