/** What one value may look like next to the stored one, and expectations made of that. */
import type { Answer } from './answer.ts';

/** Whether what was seen is what a column's treatment makes of what is stored. */
export type Look = (seen: string | null, stored: string | null) => boolean;

export const asStored: Look = (seen, stored) => seen === stored;

/** `redact` of a text. */
export const redacted: Look = (seen) => seen?.toLowerCase() === '[redacted]';

/** `redact` of what is no text. */
export const hidden: Look = (seen) => seen === null;

/** `hash`: that equal values have equal hashes is for {@link columns} to see. */
export const hashed: Look = (seen, stored) => (stored === null ? seen === null : HASH.test(seen ?? ''));

/** `keep_last(4)` */
export const lastFour: Look = (seen, stored) =>
  stored === null ? seen === null : seen === `****${stored.slice(-4)}`;

const HASH = /^[0-9a-f]{16,64}$/;

/** Whether something visibly stands in place of a value, for dimming it on the screen. */
export function looksMasked(seen: string | null): boolean {
  return seen === null || /^(\[redacted\]|\*{4}.*|[0-9a-f]{16,64})$/i.test(seen);
}

export interface Expectation {
  /** For people, a few words. */
  readonly says: string;
  holds(seen: Answer, stored: Answer): boolean;
}

/** Row by row: the named columns look as given, all others as stored, and a column is equal where it was equal before. */
export function columns(says: string, looks: Readonly<Record<string, Look>>): Expectation {
  return {
    says,
    holds: (seen, stored) =>
      stored.rows.length > 0 &&
      seen.rows.length === stored.rows.length &&
      stored.fields.every((field, index) => {
        const look = looks[field] ?? asStored;
        const pairs = stored.rows.map(
          (row, at) => [seen.rows[at]?.[index] ?? null, row[index] ?? null] as const,
        );
        return pairs.every(([value, raw]) => look(value, raw)) && (look !== hashed || keepsEquality(pairs));
      }),
  };
}

/** The same rows in the same order. */
export const everything: Expectation = columns('everything, as stored', {});

function keepsEquality(pairs: readonly (readonly [string | null, string | null])[]): boolean {
  const distinct = (index: 0 | 1) => new Set(pairs.map((pair) => pair[index])).size;
  const together = new Set(pairs.map(([seen, raw]) => JSON.stringify([seen, raw]))).size;
  return distinct(0) === together && distinct(1) === together;
}
