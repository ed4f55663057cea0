/** From a SQL text to a {@link Schema}. */
import type { Schema } from './model.ts';
import type { SchemaProblem } from './problem.ts';

export interface SchemaLoad {
  /** What could be read, also beside errors, for further checks; null where nothing could. */
  readonly schema: Schema | null;
  readonly problems: readonly SchemaProblem[];
}

/** Reads PostgreSQL DDL: a file written by hand or a `pg_dump --schema-only`. `path` is for messages only. */
export async function loadSchema(_path: string, _text: string): Promise<SchemaLoad> {
  throw new Error('loadSchema is being written');
}
