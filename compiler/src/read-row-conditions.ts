/** Reads the SQL of every `filter`, each text once. */
import { type PolicyFile, type SqlText, visit } from '@dlpc/language';
import type { RowConditionReading } from './row-conditions/row-condition-reading.ts';
import { createSqlParser } from './schema/parse/sql-parser.ts';

/** What the text of each `filter` says. */
export type RowConditions = ReadonlyMap<SqlText, RowConditionReading>;

/** Two parsers are loaded only where there is something to read. */
export async function readRowConditions(files: readonly PolicyFile[]): Promise<RowConditions> {
  const texts: SqlText[] = [];
  for (const file of files) visit(file, { SqlText: (node) => void texts.push(node) });
  if (texts.length === 0) return new Map();

  const { readRowCondition } = await import('./row-conditions/read-row-condition.ts');
  const parser = createSqlParser();
  const byText = new Map<string, RowConditionReading>();
  for (const { text } of texts) if (!byText.has(text)) byText.set(text, await readRowCondition(text, parser));
  return new Map(
    texts.flatMap((node) => {
      const reading = byText.get(node.text);
      return reading === undefined ? [] : [[node, reading] as const];
    }),
  );
}
