/** Looks for values of a database in bytes that came out of it. Knows nothing of protocols or policies. */
import type { Client } from 'pg';

/** Shorter values turn up by chance, in numbers and identifiers. */
const SHORTEST = 7;

/** Every start of a value that is looked for is this long, in bytes. */
const PREFIX = SHORTEST;

export interface ProtectedValues {
  /** How many there are. */
  readonly size: number;
  /** Those that occur anywhere in `bytes`, in whatever framing. */
  findIn(bytes: Buffer): readonly string[];
}

/** Reads the distinct values of `columns` (by table) as text. `client` must see them as they are stored. */
export async function readProtectedValues(
  client: Client,
  columns: Readonly<Record<string, readonly string[]>>,
): Promise<ProtectedValues> {
  const values = new Set<string>();
  for (const [table, names] of Object.entries(columns)) {
    for (const name of names) {
      const { rows } = await client.query({
        text: `select distinct ${name}::text from ${table} where ${name} is not null`,
        rowMode: 'array',
      });
      for (const [value] of rows as string[][]) if (value !== undefined) values.add(value);
    }
  }
  return protectedValues(values);
}

/** Prepares a search for `values`; those too short to mean anything are left out. */
export function protectedValues(values: Iterable<string>): ProtectedValues {
  const byPrefix = new Map<string, string[]>();
  let size = 0;
  for (const value of values) {
    // One character for each byte, so that offsets are those of the buffer.
    const bytes = Buffer.from(value).toString('latin1');
    if (bytes.length < SHORTEST) continue;
    size += 1;
    const prefix = bytes.slice(0, PREFIX);
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), bytes]);
  }
  return {
    size,
    findIn: (buffer) => {
      const text = buffer.toString('latin1');
      const found = new Set<string>();
      for (let at = 0; at + PREFIX <= text.length; at += 1) {
        for (const value of byPrefix.get(text.slice(at, at + PREFIX)) ?? []) {
          if (text.startsWith(value, at)) found.add(Buffer.from(value, 'latin1').toString());
        }
      }
      return [...found];
    },
  };
}
