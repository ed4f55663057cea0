/** The format of `tokenize`: which symbols a token has, and what stands between them. Knows no SQL. */

/** Symbols of one kind, counted without what stands between them. */
export interface Run {
  /** `#` is a digit, `?` a letter. */
  readonly symbol: '#' | '?';
  readonly start: number;
  readonly length: number;
}

export interface TokenFormat {
  readonly runs: readonly Run[];
  /** What every token has in common, from left to right, by its place in the token. */
  readonly literals: readonly { readonly at: number; readonly literal: string }[];
}

/** With fewer symbols than that, a few thousand values would share tokens. */
const FEWEST_SYMBOLS = 8;

/** A MAC has 64 hexadecimal digits. */
const MOST_SYMBOLS = 60;

/** Each run is a MAC of its own to the server. */
const MOST_RUNS = 8;

const LONGEST_FORMAT = 200;

/** Null where `format` is none. */
export function parseTokenFormat(format: string): TokenFormat | null {
  if (format.length > LONGEST_FORMAT || !/^[ -~]*$/.test(format)) return null;
  const literals = [...format.matchAll(/[^#?]+/g)].map(({ index, 0: literal }) => ({ at: index, literal }));
  const symbols = format.replaceAll(/[^#?]/g, '');
  if (symbols.length < FEWEST_SYMBOLS || symbols.length > MOST_SYMBOLS) return null;
  const runs = [...symbols.matchAll(/#+|\?+/g)].map(
    ({ index, 0: run }): Run => ({
      symbol: run.startsWith('#') ? '#' : '?',
      start: index,
      length: run.length,
    }),
  );
  return runs.length > MOST_RUNS ? null : { runs, literals };
}
