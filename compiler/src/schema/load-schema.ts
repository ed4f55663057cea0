/** From SQL to a {@link Schema}: each statement changes the database that the text describes so far. */
import { Database } from './ddl/database.ts';
import { upSections } from './migrations/up-sections.ts';
import type { Schema } from './model.ts';
import { createSqlParser } from './parse/sql-parser.ts';
import { MOST_PROBLEMS, ProblemList, type SchemaProblem } from './problem.ts';
import { readScript } from './read-script.ts';
import { schemaOf } from './schema-of.ts';
import { unreadable } from './unreadable.ts';

export interface SchemaLoad {
  /** What could be read, also beside errors, for further checks; null where nothing could. */
  readonly schema: Schema | null;
  readonly problems: readonly SchemaProblem[];
}

/** A SQL text; the path serves messages only. */
export interface SchemaText {
  readonly path: string;
  readonly text: string;
}

export interface MigrationsLoad {
  /** What could be read, also beside errors. */
  readonly schema: Schema;
  /** Problems by the path of the migration that has them. */
  readonly problems: ReadonlyMap<string, readonly SchemaProblem[]>;
}

/** Reads PostgreSQL DDL: a file written by hand, a `pg_dump --schema-only` or a `dlpc schema pull`. */
export async function loadSchema(path: string, text: string): Promise<SchemaLoad> {
  const refusal = unreadable(path, text);
  if (refusal !== null) return { schema: null, problems: [refusal] };
  const problems = new ProblemList();
  const database = new Database();
  await readScript({ database, parser: createSqlParser() }, text, problems);
  return { schema: schemaOf(database), problems: problems.all };
}

/**
 * Reads migrations in the order given, each in a session of its own and without what it says to undo itself. Stops after
 * the file with which there are too many problems.
 */
export async function loadMigrations(migrations: readonly SchemaText[]): Promise<MigrationsLoad> {
  const database = new Database();
  const parser = createSqlParser();
  const found = new Map<string, readonly SchemaProblem[]>();
  let total = 0;
  for (const { path, text } of migrations) {
    const refusal = unreadable(path, text);
    const problems = new ProblemList();
    if (refusal === null) await readScript({ database, parser }, upSections(text), problems);
    const all = refusal === null ? problems.all : [refusal];
    if (all.length > 0) found.set(path, all);
    total += all.length;
    if (total > MOST_PROBLEMS) break;
    database.path.reset();
  }
  return { schema: schemaOf(database), problems: found };
}
