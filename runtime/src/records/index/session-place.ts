/** Where in the journals a session may be read from, and to, for some of its statements: what lies elsewhere need not be looked at. */
import type { RecordIndex } from './record-index.ts';

/** An entry, or the first byte of a segment; everything of the session from there on can be read without what stands before. */
export interface SessionPlace {
  readonly journal: string;
  readonly segment: number;
  readonly offset: number;
}

export interface SessionStretch {
  readonly from: SessionPlace;
  /** Number of the first statement; null where nothing was asked from there on. */
  readonly first: number | null;
  /** The last segment that holds a statement of the stretch, or an answer to one. */
  readonly lastSegment: number;
}

/**
 * `from`: number of the first statement; `statements`: how many, null for all. Null where there is no such session, or nothing was asked in it.
 */
export function stretchOf(
  index: RecordIndex,
  session: string,
  from: number,
  statements: number | null,
): SessionStretch | null {
  const chosen = `
    SELECT n, journal, segment, place_segment, place_offset, answered_segment FROM statements
    WHERE session = ?1 AND n >= ?2 ORDER BY n LIMIT ?3`;
  const [bounds] = index.query(
    `SELECT min(n) AS first, max(segment) AS asked, max(answered_segment) AS answered FROM (${chosen})`,
    ...[session, from, statements ?? -1],
  );
  const [place] = index.query(
    // Where nothing was asked from there on, who asked is still to be told: by the last that there is.
    `SELECT * FROM (${chosen}) UNION ALL
     SELECT * FROM (SELECT n, journal, segment, place_segment, place_offset, answered_segment FROM statements
       WHERE session = ?1 ORDER BY n DESC LIMIT 1) LIMIT 1`,
    ...[session, from, 1],
  );
  if (place === undefined) return null;
  const [segment, offset] = [Number(place.place_segment), Number(place.place_offset)];
  return {
    from: { journal: String(place.journal), segment, offset },
    first: typeof bounds?.first === 'number' ? bounds.first : null,
    lastSegment: Math.max(Number(bounds?.asked ?? place.segment), Number(bounds?.answered ?? 0)),
  };
}

/** Number of the first statement that was asked then or later; null where there is none. `at`: milliseconds since 1970. */
export function statementAt(index: RecordIndex, session: string, at: number): number | null {
  const [row] = index.query('SELECT min(n) AS n FROM statements WHERE session = ? AND at >= ?', session, at);
  return typeof row?.n === 'number' ? row.n : null;
}
