/** Sessions and statements on record, as the index knows them: lists that end, and say where they go on. */
import type { IndexRow, RecordIndex } from '../index/record-index.ts';
import { searchQuery } from '../index/search-query.ts';
import type { SearchQuestion, SessionsQuestion } from './questions.ts';
import type {
  FoundStatement,
  RecordedSession,
  RecordedSessions,
  RecordedTimeline,
  TimelineMark,
} from './recorded.ts';

const SESSIONS = 50;
const FOUND = 100;
const FOUND_TEXT = 300;
const MARKS = 600;

export function listRecorded(
  index: RecordIndex,
  { user, since, denied, after }: SessionsQuestion,
): RecordedSessions {
  const [, started, id] = /^(\d{1,16}),(.{1,100})$/.exec(after ?? '') ?? [];
  const rows = index.query(
    `SELECT * FROM sessions
     WHERE (?1 IS NULL OR user = ?1 OR sub = ?1) AND (?2 IS NULL OR coalesce(ended, 1e18) >= ?2)
       AND (?3 = 0 OR denied > 0) AND (?4 IS NULL OR (started, id) < (?4, ?5))
     ORDER BY started DESC, id DESC LIMIT ?6`,
    ...[user, since, denied ? 1 : 0, started === undefined ? null : Number(started), id ?? null],
    SESSIONS + 1,
  );
  const shown = rows.slice(0, SESSIONS);
  const last = shown.at(-1);
  return {
    sessions: shown.map(sessionOf),
    next: rows.length > SESSIONS && last !== undefined ? `${last.started},${last.id}` : null,
  };
}

export function searchRecorded(
  index: RecordIndex,
  { words, denied }: SearchQuestion,
): readonly FoundStatement[] {
  const rows = index.query(
    `SELECT s.session, s.n, s.at, s.decision, s.outcome, s.rows, substr(s.text, 1, ?3) AS text, t.user, t.sub, t.source
     FROM search JOIN statements s ON s.id = search.rowid JOIN sessions t ON t.id = s.session
     WHERE search MATCH ?1 AND (?2 = 0 OR s.decision = 'deny')
     ORDER BY s.at DESC, s.n DESC LIMIT ?4`,
    ...[searchQuery(words), denied ? 1 : 0, FOUND_TEXT, FOUND],
  );
  return rows.map((row) => ({
    session: text(row.session),
    n: number(row.n),
    at: time(row.at) ?? '',
    user: text(row.user),
    subject: text(row.sub),
    source: text(row.source),
    decision: text(row.decision),
    outcome: row.outcome == null ? null : text(row.outcome),
    rows: number(row.rows),
    text: text(row.text),
  }));
}

/** Null where there is no such session. */
export function timelineOf(index: RecordIndex, id: string): RecordedTimeline | null {
  const [session] = index.query('SELECT * FROM sessions WHERE id = ?', id);
  if (session === undefined) return null;
  const marks = index.query(
    `WITH numbered AS (
       SELECT *, row_number() OVER (ORDER BY n) - 1 AS place, count(*) OVER () AS total FROM statements WHERE session = ?1)
     SELECT min(n) AS n, min(at) AS at, count(*) AS statements, sum(decision = 'deny') AS denied,
       sum(decision <> 'deny' AND coalesce(outcome, '') LIKE 'error%') AS failed, sum(rows) AS rows
     FROM numbered GROUP BY CASE WHEN total <= ?2 THEN place ELSE CAST(place * ?2 / total AS INTEGER) END ORDER BY 1`,
    id,
    MARKS,
  );
  return {
    session: sessionOf(session),
    marks: marks.map(
      (row): TimelineMark => ({
        n: number(row.n),
        at: time(row.at) ?? '',
        statements: number(row.statements),
        denied: number(row.denied),
        failed: number(row.failed),
        rows: number(row.rows),
      }),
    ),
  };
}

function sessionOf(row: IndexRow): RecordedSession {
  return {
    id: text(row.id),
    startedAt: time(row.started) ?? '',
    endedAt: time(row.ended),
    cause: row.cause == null ? null : text(row.cause),
    source: text(row.source),
    user: text(row.user),
    subject: text(row.sub),
    address: text(row.address),
    application: text(row.application),
    statements: number(row.statements),
    denied: number(row.denied),
    rows: number(row.rows),
    bytes: number(row.bytes),
    level: row.everything === 1 ? 'everything' : 'metadata',
  };
}

function text(value: IndexRow[string] | undefined): string {
  return value == null ? '' : String(value);
}

function number(value: IndexRow[string] | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function time(value: IndexRow[string] | undefined): string | null {
  return typeof value === 'number' ? new Date(value).toISOString() : null;
}
