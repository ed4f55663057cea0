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

/** A text whose line starts are counted once, when somebody first asks. Lines end with LF, CRLF or a lone CR. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  #lineStarts: readonly number[] | null = null;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** The range `start..end` of this file. */
  span(start: number, end: number): Span {
    return { file: this.file, start, end };
  }

  /** The offset behind the last character that is no space. */
  get contentEnd(): number {
    return this.text.trimEnd().length;
  }

  get lineCount(): number {
    return this.#starts().length;
  }

  /** The position of an offset; one outside the text is taken to its nearest end. */
  positionAt(offset: number): Position {
    const starts = this.#starts();
    const bounded = Math.min(Math.max(offset, 0), this.text.length);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: bounded - (starts[low] ?? 0) + 1 };
  }

  /** The offset of a position; a line or column outside the text is taken to its nearest end. */
  offsetAt(position: Position): number {
    const starts = this.#starts();
    const line = Math.min(Math.max(position.line, 1), starts.length);
    const start = starts[line - 1] ?? 0;
    return Math.min(start + Math.max(position.column - 1, 0), start + this.lineText(line).length);
  }

  /** The content of a 1-based line, without its line end; empty for a line that does not exist. */
  lineText(line: number): string {
    const starts = this.#starts();
    const start = starts[line - 1];
    if (start === undefined) return '';
    return this.text.slice(start, starts[line] ?? this.text.length).replace(/(?:\r\n|\r|\n)$/, '');
  }

  #starts(): readonly number[] {
    if (this.#lineStarts === null) {
      const starts = [0];
      for (const match of this.text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }
}
