/** What is wrong with a schema text. Binding turns it into a diagnostic; nothing here knows policies. */

export interface SchemaProblem {
  /** One sentence without a full stop, names from the text in backticks. */
  readonly message: string;
  /** UTF-16 offset in the SQL text; null where no place is to blame. */
  readonly offset: number | null;
  /** An error leaves the schema unfit to check a policy against. */
  readonly severity: 'error' | 'warning';
}

/** Problems after which reading stops: the text is of some other kind. */
export const MOST_PROBLEMS = 100;

/** Problems in the order of the text, and no more than help. */
export class ProblemList {
  readonly #problems: SchemaProblem[] = [];

  get all(): readonly SchemaProblem[] {
    return this.#problems;
  }

  get isFull(): boolean {
    return this.#problems.length > MOST_PROBLEMS;
  }

  add(severity: SchemaProblem['severity'], message: string, offset: number): void {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push({ message, offset, severity });
    else if (this.#problems.length === MOST_PROBLEMS)
      this.#problems.push({ message: 'there are more problems than these', offset, severity: 'error' });
  }
}
