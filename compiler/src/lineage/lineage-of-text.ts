/** The lineage of a statement in SQL text. */
import type { Schema } from '../schema/model.ts';
import { createSqlParser, type SqlParser } from '../schema/parse/sql-parser.ts';
import { type LineageOptions, lineageOf, type StatementLineage } from './lineage-of.ts';

export type TextLineage =
  | { readonly kind: 'lineage'; readonly lineage: StatementLineage }
  /** The text holds no statement that reads or writes rows, or more than one. */
  | { readonly kind: 'no-query'; readonly reason: string }
  /** `offset` is in UTF-16 units. */
  | { readonly kind: 'syntax-error'; readonly message: string; readonly offset: number };

/** Reads one statement. Never throws and never rejects. `parser` is one to go on using; a new one unless given. */
export async function lineageOfText(
  schema: Schema,
  sql: string,
  { parser = createSqlParser(), ...options }: LineageOptions & { readonly parser?: SqlParser } = {},
): Promise<TextLineage> {
  if (sql.includes('\0')) return { kind: 'no-query', reason: 'it holds the character U+0000' };
  const outcome = await parser.parse(sql);
  if (outcome.kind === 'syntax-error') return outcome;
  if (outcome.kind === 'failed') return { kind: 'no-query', reason: 'it is nested too deeply' };
  const [statement, ...others] = outcome.statements.flatMap(({ stmt }) => stmt ?? []);
  if (statement === undefined) return { kind: 'no-query', reason: 'it is empty' };
  if (others.length > 0) return { kind: 'no-query', reason: 'it holds more than one statement' };
  const lineage = lineageOf(schema, statement, options);
  return lineage === null
    ? { kind: 'no-query', reason: 'it neither reads nor writes rows' }
    : { kind: 'lineage', lineage };
}
