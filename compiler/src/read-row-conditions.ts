/** Reads the SQL of every `filter`, each text once. */
import { type PolicyFile, type SqlText, visit } from '@dlpc/language';
import { Memo, Query } from './memo/memo.ts';
import type { RowConditionReading } from './row-conditions/row-condition-reading.ts';
import { createSqlParser } from './schema/parse/sql-parser.ts';

/** What the text of each `filter` says. */
export type RowConditions = ReadonlyMap<SqlText, RowConditionReading>;

const textsOfFile = new Query<readonly SqlText[]>('row conditions of a file');
const readingOfText = new Query<Promise<RowConditionReading>>('row condition');

/**
 * Two parsers are loaded only where there is something to read.
 * @param memo what earlier runs derived
 */
export async function readRowConditions(
  files: readonly PolicyFile[],
  memo: Memo = new Memo(),
): Promise<RowConditions> {
  const texts = files.flatMap((file) => memo.derive(textsOfFile, file, [], () => textsIn(file)));
  if (texts.length === 0) return new Map();

  const { readRowCondition } = await import('./row-conditions/read-row-condition.ts');
  const parser = createSqlParser();
  const readings = new Map<SqlText, RowConditionReading>();
  for (const node of texts) {
    const { text } = node;
    readings.set(node, await memo.derive(readingOfText, text, [], () => readRowCondition(text, parser)));
  }
  return readings;
}

function textsIn(file: PolicyFile): readonly SqlText[] {
  const texts: SqlText[] = [];
  visit(file, { SqlText: (node) => void texts.push(node) });
  return texts;
}
