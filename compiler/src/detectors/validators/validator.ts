/**
 * What tells a genuine value from other characters of the same form. Each validator stands in a file of its own, and says
 * the same twice: as a function, and as SQL for where the text is stored.
 */

export interface Validator {
  readonly name: string;
  /** One sentence for people: what it takes for genuine. */
  readonly doc: string;
  /** Total, whatever the text. */
  accepts(match: string): boolean;
  /** A condition over an expression of type `text`: never NULL for a text, and no error for any, as long as the text may be. */
  sql(match: string): string;
}
