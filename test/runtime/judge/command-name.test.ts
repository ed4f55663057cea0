/** A refused statement is called by the first words of its text. */
import { beforeAll, expect, it } from 'vitest';
import { commandName } from '../../../runtime/src/judge/facts/command-name.ts';
import { createSqlParser, type SqlParser } from '../../../runtime/src/judge/parse/sql-parser.ts';
import { unwrap } from '../../../runtime/src/judge/parse/tree.ts';
import { NAMED_STATEMENTS } from './refused-statements.ts';

let parser: SqlParser;

beforeAll(async () => {
  parser = await createSqlParser();
});

it.each(NAMED_STATEMENTS)('%s%s', (name, rest) => {
  const parsed = parser.parse(name + rest);
  const statement = parsed.kind === 'parsed' ? unwrap(parsed.tree.stmts[0]?.stmt) : null;
  expect(statement, JSON.stringify(parsed)).not.toBeNull();
  if (statement !== null) expect(commandName(statement.kind, statement.node)).toBe(name.toUpperCase());
});

it('says that a table is made of a query', () => {
  const parsed = parser.parse('create table t as select 1');
  const statement = parsed.kind === 'parsed' ? unwrap(parsed.tree.stmts[0]?.stmt) : null;
  expect(statement && commandName(statement.kind, statement.node)).toBe('CREATE TABLE AS');
});
