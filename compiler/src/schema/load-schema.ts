/**
 * From a SQL text to a {@link Schema}: psql's reading cuts it into statements, PostgreSQL's own parser reads each, and
 * each changes the database that the text describes so far.
 */
import { applyStatement } from './ddl/apply-statement.ts';
import { Database } from './ddl/database.ts';
import type { Schema } from './model.ts';
import { as } from './parse/node.ts';
import { utf16OfByte } from './parse/offsets.ts';
import { createSqlParser } from './parse/sql-parser.ts';
import { ProblemList, type SchemaProblem } from './problem.ts';
import { schemaOf } from './schema-of.ts';
import { commandProblem, startsSession } from './script/psql-commands.ts';
import { psqlScript, type ScriptStatement } from './script/psql-script.ts';
import { unreadable } from './unreadable.ts';

/** Most UTF-16 units of one statement: the parser takes many times as much memory. */
const MOST_STATEMENT = 1024 * 1024;

export interface SchemaLoad {
  /** What could be read, also beside errors, for further checks; null where nothing could. */
  readonly schema: Schema | null;
  readonly problems: readonly SchemaProblem[];
}

/** Reads PostgreSQL DDL: a file written by hand or a `pg_dump --schema-only`. `path` serves messages only. */
export async function loadSchema(path: string, text: string): Promise<SchemaLoad> {
  const refusal = unreadable(path, text);
  if (refusal !== null) return { schema: null, problems: [refusal] };
  const problems = new ProblemList();
  const database = new Database();
  const parser = createSqlParser();
  const script = psqlScript(text);
  for (let piece = script.next(); piece !== null && !problems.isFull; piece = script.next()) {
    const { offset } = piece;
    if (piece.kind === 'command') {
      const problem = commandProblem(piece.name, database.relations.size > 0);
      if (problem !== null) problems.add('error', problem, offset);
      if (startsSession(piece.name)) database.path.reset();
    } else if (await readStatement(piece)) {
      const ended = script.skipCopyData();
      if (!ended) problems.add('error', 'the data of this COPY do not end with a line `\\.`', offset);
    }
  }
  return { schema: schemaOf(database), problems: problems.all };

  /** Reads one statement into the database; true where data follow it. */
  async function readStatement({ text: sql, offset }: ScriptStatement): Promise<boolean> {
    if (sql.length > MOST_STATEMENT) {
      problems.add('error', `this statement is longer than ${MOST_STATEMENT} characters`, offset);
      return false;
    }
    const outcome = await parser.parse(sql);
    if (outcome.kind === 'failed')
      problems.add('error', 'this statement is nested too deeply to be read', offset);
    else if (outcome.kind === 'syntax-error') problems.add('error', outcome.message, offset + outcome.offset);
    if (outcome.kind !== 'parsed') return false;
    const at = (bytes = 0) => offset + utf16OfByte(sql, bytes);
    const report = {
      error: (message: string, location?: number) => problems.add('error', message, at(location)),
      warning: (message: string, location?: number) => problems.add('warning', message, at(location)),
    };
    for (const { stmt } of outcome.statements)
      if (stmt !== undefined) applyStatement({ database, report }, stmt);
    return outcome.statements.some(({ stmt }) => {
      const copy = as('CopyStmt', stmt);
      return copy?.is_from === true && copy.filename === undefined && copy.is_program !== true;
    });
  }
}
