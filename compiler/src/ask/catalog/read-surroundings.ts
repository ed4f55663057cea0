/** Reads the texts of a schema once more, for what the schema model leaves out. */
import type { Token } from '@dlpc/runtime/judge/parse/sql-parser';
import { Database } from '../../schema/ddl/database.ts';
import type { SchemaText } from '../../schema/load-schema.ts';
import { upSections } from '../../schema/migrations/up-sections.ts';
import { createSqlParser } from '../../schema/parse/sql-parser.ts';
import { ProblemList } from '../../schema/problem.ts';
import { readScript } from '../../schema/read-script.ts';
import { unreadable } from '../../schema/unreadable.ts';
import { observeStatement } from './observe-statement.ts';
import { StatementText } from './statement-text.ts';
import { Surroundings } from './surroundings.ts';

export interface SchemaTexts {
  readonly texts: readonly SchemaText[];
  /** Whether they are migrations, each of a session of its own, and not one text. */
  readonly areMigrations: boolean;
}

/** Problems of the texts were reported when their schema was loaded. `scan` gives PostgreSQL's tokens. */
export async function readSurroundings(
  { texts, areMigrations }: SchemaTexts,
  scan: (text: string) => readonly Token[] | null,
): Promise<Surroundings> {
  const database = new Database();
  const surroundings = new Surroundings(database);
  const parser = createSqlParser();
  const observe: Parameters<typeof readScript>[0]['observe'] = (statement, sql) => {
    let text: StatementText | null = null;
    const cut = (of: string) => new StatementText(of, scan);
    observeStatement(
      {
        surroundings,
        sql,
        // Most statements have nothing to cut out.
        get text() {
          text ??= cut(sql);
          return text;
        },
        cut,
        find: (range) =>
          range === undefined ? null : database.findRelation(range.schemaname, range.relname ?? ''),
      },
      statement,
    );
  };
  for (const { path, text } of texts) {
    if (unreadable(path, text) !== null) continue;
    const script = areMigrations ? upSections(text) : text;
    await readScript({ database, parser, observe }, script, new ProblemList());
    if (areMigrations) database.path.reset();
  }
  return surroundings;
}
