/** `dlp-proxy sessions list`: who was there, when, and how much it was. */

import { printable } from '../../log/printable.ts';
import type { IndexRow, RecordIndex } from '../../records/index/record-index.ts';
import { csvLine } from './csv.ts';
import type { SessionsCommand } from './sessions-arguments.ts';
import { table } from './table.ts';

const COLUMNS = [
  ...['id', 'started', 'ended', 'cause', 'source', 'user', 'sub', 'address', 'application'],
  ...['statements', 'denied', 'rows', 'bytes', 'level'],
];

/** The text to print. `width`: characters of a line, as far as that is possible. */
export function listSessions(
  index: RecordIndex,
  { user, since, denied, limit, format }: SessionsCommand,
  width: number,
): string {
  const rows = index.query(
    `SELECT *, CASE everything WHEN 1 THEN 'everything' ELSE 'metadata' END AS level FROM sessions
     WHERE (?1 IS NULL OR user = ?1 OR sub = ?1) AND (?2 IS NULL OR coalesce(ended, 1e18) >= ?2) AND (?3 = 0 OR denied > 0)
     ORDER BY started DESC, id LIMIT ?4`,
    ...[user, since, denied ? 1 : 0, limit ?? 50],
  );
  if (format === 'json') return rows.map((row) => `${JSON.stringify(sessionObject(row))}\n`).join('');
  if (format === 'csv')
    return (
      csvLine(COLUMNS) + rows.map((row) => csvLine(COLUMNS.map((name) => shownValue(row, name)))).join('')
    );
  if (rows.length === 0) return 'no sessions on record\n';
  return table(
    [
      ...[{ head: 'session' }, { head: 'started' }],
      ...['user', 'source'].map((head) => ({ head, shrinks: true })),
      ...['asked', 'denied', 'rows'].map((head) => ({ head, align: 'right' as const })),
      ...['ended', 'level'].map((head) => ({ head, mayGo: true })),
    ],
    rows.map((row) => [
      String(row.id).slice(0, 8),
      timeText(row.started),
      printable(String(row.user)),
      printable(String(row.source)),
      ...[String(row.statements), String(row.denied), String(row.rows)],
      // Open, or cut off with the proxy.
      row.ended === null ? 'no end' : printable(String(row.cause)),
      String(row.level),
    ]),
    width,
  );
}

function sessionObject(row: IndexRow): Record<string, unknown> {
  return Object.fromEntries(COLUMNS.map((name) => [name, shownValue(row, name)]));
}

/** Times as ISO 8601. */
function shownValue(row: IndexRow, name: string): string | number | null {
  const value = row[name] ?? null;
  return (name === 'started' || name === 'ended') && typeof value === 'number'
    ? new Date(value).toISOString()
    : value;
}

export function timeText(milliseconds: unknown): string {
  return typeof milliseconds === 'number'
    ? new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 19)
    : '';
}
