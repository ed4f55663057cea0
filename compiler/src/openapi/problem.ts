/** What is wrong with an API's document, by file and place. Loading turns it into diagnostics; nothing here knows policies. */

export type ApiProblemKind =
  /** The document is not what OpenAPI says that it must be. */
  | 'invalid'
  /** A `$ref` leads to where nothing is read: a URL, or a file outside of the project. */
  | 'foreign-reference'
  /** A `$ref` leads nowhere. */
  | 'broken-reference'
  /** Two paths match the same requests. */
  | 'ambiguous-paths'
  /** A warning: a part of the document that is not judged. */
  | 'caveat';

export interface ApiProblem {
  readonly kind: ApiProblemKind;
  /** One sentence without a full stop, names from the document in backticks. */
  readonly message: string;
  readonly file: string;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

/** The end of what people read. */
const MOST_PROBLEMS = 100;

/** Problems, each place and sentence once, and no more than help. */
export class ApiProblems {
  readonly #problems = new Map<string, ApiProblem>();

  get all(): readonly ApiProblem[] {
    return [...this.#problems.values()];
  }

  add(problem: ApiProblem): void {
    const key = JSON.stringify([problem.file, problem.start, problem.message]);
    if (this.#problems.size < MOST_PROBLEMS && !this.#problems.has(key)) this.#problems.set(key, problem);
    // An error is never lost among warnings.
    else if (problem.kind !== 'caveat' && this.all.every(({ kind }) => kind === 'caveat'))
      this.#problems.set(key, problem);
  }
}
