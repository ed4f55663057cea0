/** Puts generated rows into a database with COPY, PostgreSQL's fastest way in. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Cell, TableRows } from './crm-data.ts';

/** Loads `tables` in order. Names of tables and columns are the caller's own, never input. */
export async function loadTables(client: Client, tables: readonly TableRows[]): Promise<void> {
  for (const { table, columns, rows } of tables) {
    const target = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
    await pipeline(Readable.from(chunks(rows)), target);
  }
}

/** Few large pieces: a stream step for each row would cost more than the row. */
function* chunks(rows: readonly (readonly Cell[])[]): Generator<string> {
  const size = 500;
  for (let start = 0; start < rows.length; start += size) {
    yield rows
      .slice(start, start + size)
      .map((row) => `${row.map(copyText).join('\t')}\n`)
      .join('');
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One value in the text format of COPY. */
export function copyText(value: Cell): string {
  if (value === null) return '\\N';
  return String(value).replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}
