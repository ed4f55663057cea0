/** The columns that a SELECT returns, as far as its text tells without a grammar. */
import { type SqlWord, sqlWords } from './words.ts';

export interface SelectedName {
  /** As the result names it; `*` for all columns. */
  readonly output: string;
  /** The name of the column that it is or is computed from last. */
  readonly column: string;
}

/** Of the first list between SELECT and FROM; none for another statement. */
export function selectedNames(sql: string): readonly SelectedName[] {
  const words = sqlWords(sql);
  const start = words.findIndex(({ text, kind }) => kind === 'name' && text === 'select');
  if (start < 0) return [];
  const items: SqlWord[][] = [[]];
  let depth = 0;
  for (const word of words.slice(start + 1)) {
    if (word.text === '(') depth += 1;
    else if (word.text === ')') depth -= 1;
    if (depth === 0 && word.kind === 'name' && word.text === 'from') break;
    if (depth === 0 && word.text === ',') items.push([]);
    else items.at(-1)?.push(word);
  }
  return items.flatMap((item) => selected(item) ?? []);
}

function selected(item: readonly SqlWord[]): SelectedName | null {
  const names = item.filter(({ kind }) => kind === 'name' || kind === 'quoted');
  const last = item.at(-1);
  if (last?.text === '*') return { output: '*', column: '*' };
  // `count(*)` is called like its function.
  const output = last?.text === ')' ? names[0] : names.at(-1);
  if (output === undefined) return null;
  const isRenamed = last === output && item.length > 1 && item.at(-2)?.text !== '.';
  const isAs = names.at(-2)?.text === 'as';
  const column = isRenamed ? names.at(isAs ? -3 : -2) : names.at(-1);
  return { output: output.text, column: (column ?? output).text };
}
