/** What a caller was answered, as text, in whichever way it asked. */
import { createHash } from 'node:crypto';
import { buffer as collect } from 'node:stream/consumers';
import type { Client, QueryArrayResult } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

export interface Answer {
  readonly fields: readonly string[];
  /** NULL is null. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Ways to ask; all must show the same to the same caller. */
export type Way = 'simple' | 'binary' | 'copy';

/** Asks over the simple protocol. */
async function askSimple(client: Client, sql: string): Promise<Answer> {
  const result = await client.query<(string | null)[]>({ text: sql, rowMode: 'array' });
  return { fields: result.fields.map(({ name }) => name), rows: result.rows };
}

/** Asks with a prepared statement whose answer comes in binary format. */
async function askBinary(client: Client, sql: string): Promise<Answer> {
  const config = { name: statementName(sql), text: sql, binary: true, rowMode: 'array' as const };
  const result: QueryArrayResult<(string | null)[]> = await client.query(config);
  const wrong = result.fields.find(({ format }) => String(format) !== 'binary');
  if (wrong !== undefined) throw new Error(`column ${wrong.name} came in ${wrong.format} format`);
  return {
    fields: result.fields.map(({ name }) => name),
    rows: result.rows.map((row) =>
      row.map((value, index) => (value === null ? null : decode(value, result.fields[index]?.dataTypeID))),
    ),
  };
}

/** A name of a prepared statement, short enough for the server to keep it whole. */
export function statementName(sql: string): string {
  return `s_${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
}

/** Asks with `copy (…) to stdout`; field names are not part of a COPY stream. */
async function askCopy(client: Client, sql: string): Promise<Answer> {
  const text = (await collect(client.query(copyTo(`copy (${sql}) to stdout`)))).toString();
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t').map((field) => (field === '\\N' ? null : field)));
  return { fields: [], rows };
}

/** Asks `sql` of the proxy in one way or another. */
export function ask(client: Client, sql: string, way: Way): Promise<Answer> {
  return { simple: askSimple, binary: askBinary, copy: askCopy }[way](client, sql);
}

const INT8 = 20;

/**
 * The binary formats of the types that the tour asks for: text is its own, and `bigint` is 8 bytes. node-postgres reads
 * every value as UTF-8, which is faithful for text and for small numbers.
 */
function decode(value: string, type: number | undefined): string {
  return type === INT8 ? Buffer.from(value).readBigInt64BE().toString() : value;
}
