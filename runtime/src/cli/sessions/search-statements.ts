/** `dlp-proxy sessions search`: statements that hold all of the words, in their text, user, relations or rules. */

import { printable } from '../../log/printable.ts';
import type { RecordIndex } from '../../records/index/record-index.ts';
import { searchQuery } from '../../records/index/search-query.ts';
import { csvLine } from './csv.ts';
import { timeText } from './list-sessions.ts';
import type { SessionsCommand } from './sessions-arguments.ts';
import { table } from './table.ts';

const COLUMNS = [
  ...['session', 'n', 'at', 'user', 'sub', 'source', 'decision', 'sqlstate', 'outcome', 'rows', 'bytes'],
  ...['text', 'accesses', 'rules', 'revision'],
];

/** The text to print. `width`: characters of a line, as far as that is possible. */
export function searchStatements(
  index: RecordIndex,
  { words, user, since, denied, limit, format }: SessionsCommand,
  width: number,
): string {
  const rows = index.query(
    `SELECT s.*, t.user, t.sub, t.source FROM search JOIN statements s ON s.id = search.rowid JOIN sessions t ON t.id = s.session
     WHERE search MATCH ?1 AND (?2 IS NULL OR t.user = ?2 OR t.sub = ?2) AND (?3 IS NULL OR s.at >= ?3)
       AND (?4 = 0 OR s.decision = 'deny')
     ORDER BY s.at DESC, s.n DESC LIMIT ?5`,
    ...[searchQuery(words), user, since, denied ? 1 : 0, limit ?? 100],
  );
  const at = (value: unknown) => (typeof value === 'number' ? new Date(value).toISOString() : null);
  const values = rows.map((row) => COLUMNS.map((name) => (name === 'at' ? at(row.at) : (row[name] ?? null))));
  if (format === 'csv') return csvLine(COLUMNS) + values.map(csvLine).join('');
  if (format === 'json')
    return values
      .map((row) => `${JSON.stringify(Object.fromEntries(COLUMNS.map((name, i) => [name, row[i]])))}\n`)
      .join('');
  if (rows.length === 0) return 'nothing on record holds these words\n';
  return table(
    [
      ...[{ head: 'session' }, { head: 'n', align: 'right' as const }, { head: 'at', mayGo: true }],
      ...[{ head: 'user', shrinks: true }, { head: 'decision' }],
      ...[
        { head: 'rows', align: 'right' as const },
        { head: 'statement', shrinks: true },
      ],
    ],
    rows.map((row) => [
      ...[String(row.session).slice(0, 8), String(row.n), timeText(row.at), printable(String(row.user))],
      ...[String(row.decision), String(row.rows), printable(String(row.text).replaceAll(/\s+/g, ' '))],
    ]),
    width,
  );
}
