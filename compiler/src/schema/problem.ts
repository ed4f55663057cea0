/** What is wrong with a schema text. Binding turns it into a diagnostic; nothing here knows policies. */

export interface SchemaProblem {
  /** One sentence without a full stop, names from the text in backticks. */
  readonly message: string;
  /** UTF-16 offset in the SQL text; null where no place is to blame. */
  readonly offset: number | null;
  /** An error leaves the schema unfit to check a policy against. */
  readonly severity: 'error' | 'warning';
}
