/** Reads one SQL text into a database: psql's reading cuts it into statements, and each is parsed and applied. */
import type { Node } from 'libpg-query';
import { applyStatement } from './ddl/apply-statement.ts';
import type { Database } from './ddl/database.ts';
import { as } from './parse/node.ts';
import { utf16OfByte } from './parse/offsets.ts';
import type { SqlParser } from './parse/sql-parser.ts';
import type { ProblemList } from './problem.ts';
import { commandProblem, startsSession } from './script/psql-commands.ts';
import { psqlScript, type ScriptStatement } from './script/psql-script.ts';

/** Most UTF-16 units of one statement: the parser takes many times as much memory. */
const MOST_STATEMENT = 1024 * 1024;

/** Told of each statement once the database has taken it in; `sql` is the text that the locations of its tree mean. */
export type StatementObserver = (statement: Node, sql: string) => void;

export interface ScriptReader {
  readonly database: Database;
  readonly parser: SqlParser;
  readonly observe?: StatementObserver;
}

/** Applies every statement of `text` to `database`, until there are too many problems. */
export async function readScript(
  { database, parser, observe }: ScriptReader,
  text: string,
  problems: ProblemList,
): Promise<void> {
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
    for (const { stmt } of outcome.statements) {
      if (stmt === undefined) continue;
      applyStatement({ database, report }, stmt);
      observe?.(stmt, sql);
    }
    return outcome.statements.some(({ stmt }) => {
      const copy = as('CopyStmt', stmt);
      return copy?.is_from === true && copy.filename === undefined && copy.is_program !== true;
    });
  }
}
