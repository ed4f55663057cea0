/** One everyday statement, or a few that belong together, as the catalogue has it. Knows no file and no connection. */

export interface EverydayText {
  /** As it is sent, without its semicolon. */
  readonly sql: string;
  /** The lines that follow a COPY FROM STDIN; null for anything else. */
  readonly data: string | null;
}

/** What is expected through the proxy. */
export type Outcome =
  | { readonly kind: 'same' }
  /** The same messages, of which some hold other values, since statistics of stored rows are not shown. */
  | { readonly kind: 'differs' }
  /** A denial whose words hold `saying`; `why` is for people, with the way out. */
  | { readonly kind: 'refused'; readonly saying: string; readonly why: string };

/** Who sends it: whoever sees everything, or whoever sees masks where there are labels. */
export type Sender = 'staff' | 'clerk';

export interface EverydayCase {
  /** File and line, for people. */
  readonly place: string;
  readonly texts: readonly EverydayText[];
  /** Parameters in text; null for NULL. With any, it is sent by the extended protocol alone. */
  readonly values: readonly (string | null)[] | null;
  readonly outcome: Outcome;
  /** Whether some statement of it fails, on PostgreSQL 18, without the proxy too. */
  readonly fails: boolean;
  /** Whether it makes sense as a Query alone. */
  readonly simpleOnly: boolean;
  readonly sender: Sender;
}

export interface Theme {
  /** The name of its file. */
  readonly name: string;
  /** The first line of its file. */
  readonly title: string;
  readonly cases: readonly EverydayCase[];
}

/** Whether its changes are to be undone: it changes something, and minds no transaction of its own. */
export function isUndone({ texts }: EverydayCase): boolean {
  const words = texts.map(({ sql }) => sql.trimStart().toLowerCase());
  return (
    words.some((sql) => /^(insert|update|delete|merge|truncate|with|copy .* from|declare)\b/.test(sql)) &&
    !words.some((sql) => /^(begin|start transaction)\b/.test(sql))
  );
}
