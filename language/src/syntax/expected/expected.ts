/** What may stand at a place of a text, in the words of the language: keywords, names by their role, and texts in quotes. */

/** What a name names. `new` is the name of something that is being declared. */
export type NameRole =
  | 'new'
  | 'claim-type'
  | 'label'
  /** `crm.customers.email` of a `classify`. */
  | 'column-path'
  | 'detector'
  | 'validator'
  | 'mask'
  | 'mask-argument'
  /** A group, or the root of a member such as `caller`. */
  | 'condition'
  /** Behind the dot of `caller.`. */
  | 'member'
  | 'source'
  | 'record-level'
  | 'action'
  | 'operation'
  | 'relation'
  /** A label or a column of a block's source. */
  | 'target'
  | 'json-field'
  | 'budget-unit'
  | 'budget-period'
  | 'database'
  | 'api'
  | 'method'
  | 'masked'
  | 'caller-field'
  | 'caller-value';

/** What stands in a text in quotes, or in a condition in SQL. */
export type TextRole =
  | 'import-path'
  | 'database-path'
  | 'api-path'
  | 'issuer'
  | 'audience'
  | 'condition-text'
  | 'time-zone'
  | 'endpoint'
  | 'approver'
  | 'mask-text'
  | 'title'
  | 'sql-statement'
  | 'request-path'
  | 'caller-text'
  | 'row-condition';

/** A literal that has a form of its own. */
export type LiteralRole = 'integer' | 'duration' | 'date' | 'instant' | 'time' | 'regex';

export type Expected =
  | { readonly kind: 'word'; readonly word: string }
  /** `=>`, the one mark that is worth proposing. */
  | { readonly kind: 'mark'; readonly mark: string }
  | { readonly kind: 'name'; readonly role: NameRole }
  | { readonly kind: 'text'; readonly role: TextRole }
  | { readonly kind: 'literal'; readonly role: LiteralRole };

/** A word or mark before the place. */
export interface WrittenToken {
  /** As it is written. */
  readonly text: string;
  /** What a name or string says, without quotes; null for a mark or another literal. */
  readonly name: string | null;
  /** Offset of its first character. */
  readonly start: number;
}

/** What a text says of one offset in it. All offsets are UTF-16 units of the whole text. */
export interface Place {
  readonly expects: readonly Expected[];
  /** What is being typed, up to the cursor: a name without its opening quote, or what stands in a string. */
  readonly typed: string;
  /** What takes the place of what is being typed, quotes included. */
  readonly replace: { readonly start: number; readonly end: number };
  /** What stands there is in double quotes, or in a condition in SQL. */
  readonly quoted: boolean;
  /** Whether a quote ends it behind the cursor. */
  readonly closed: boolean;
  /** The names of the dotted path before the one at the place. */
  readonly path: readonly string[];
  /** Names beside it in the same braces or list of names, those with dots as whole paths. */
  readonly siblings: readonly (readonly string[])[];
  /** Everything before it in its statement or case, else in its declaration. */
  readonly statement: readonly WrittenToken[];
  /** Everything before it in its declaration, but for finished blocks, statements and cases. */
  readonly declaration: readonly WrittenToken[];
  /** The name of the source in whose block the place is; null outside of any. */
  readonly source: string | null;
  /** Whether nothing but blanks stands before it on its line. */
  readonly beginsLine: boolean;
}
