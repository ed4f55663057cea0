/** A text with a name, and the arithmetic between offsets and lines. Knows nothing of the language. */

/** A half-open range of UTF-16 offsets in one file. */
export interface Span {
  /** Path of the file as the user named it. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A position for people: both 1-based, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
