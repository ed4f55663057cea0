/**
 * A mistake in a file that someone wrote: where it is, what is wrong, and what would be right. Mistakes are values;
 * nothing here prints. A message never holds a secret: see found.ts for what it may show of a value.
 */

/** Keys from the top of a JSON document down to a value; an array's indexes stand in it as decimal text. */
export type Path = readonly string[];

/** 1-based. Columns count characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Problem {
  readonly path: Path;
  /** Null where it is the file as a whole. */
  readonly place: Place | null;
  /** One clause, what is wrong; user text in backticks. */
  readonly message: string;
  /** What to do about it, where that can be said. */
  readonly hint: string | null;
}

/** `sources.crm.upstream.port`, `[2].user`, `sources."my db"`. */
export function pathText(path: Path): string {
  return path
    .map((key, index) => {
      if (/^\d+$/.test(key)) return `[${key}]`;
      const plain = /^[A-Za-z_$][\w$-]{0,99}$/.test(key) ? key : JSON.stringify(bounded(key, 100));
      return index === 0 ? plain : `.${plain}`;
    })
    .join('');
}

/** `dlp.json:12:7: sources.crm.upstream.port: found …`, with the hint on a line of its own. */
export function problemText(file: string, problem: Problem): string {
  const place = problem.place === null ? '' : `:${problem.place.line}:${problem.place.column}`;
  const path = problem.path.length === 0 ? '' : `${pathText(problem.path)}: `;
  const hint = problem.hint === null ? '' : `\n  hint: ${problem.hint}`;
  return `${file}${place}: ${path}${problem.message}${hint}`;
}

/** The first characters of a text, and a mark where more followed. */
export function bounded(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength).toWellFormed()}…`;
}
