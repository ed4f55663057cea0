/** SQL laid out for reading: a line for each clause, further in for each level of parentheses that holds a query. Changes nothing but white space. */
import type { Token } from '@dlpc/runtime/judge/parse/sql-parser';

/** Words that begin a line. */
const CLAUSES: ReadonlySet<string> = new Set([
  ...[
    'from',
    'where',
    'group',
    'having',
    'order',
    'limit',
    'offset',
    'union',
    'intersect',
    'except',
    'window',
  ],
  ...[
    'returning',
    'values',
    'set',
    'on conflict',
    'join',
    'left',
    'right',
    'full',
    'cross',
    'inner',
    'natural',
  ],
]);
const QUERIES: ReadonlySet<string> = new Set([
  'select',
  'with',
  'values',
  'insert',
  'update',
  'delete',
  'table',
]);
/** Behind these, a word goes on with the clause that they begin. */
const JOINS: ReadonlySet<string> = new Set(['left', 'right', 'full', 'cross', 'inner', 'natural', 'outer']);

/** Lines up to this width stay whole. */
const WIDTH = 100;

/** The text itself where its tokens cannot be told. */
export function layOutSql(sql: string, scan: (text: string) => readonly Token[] | null): string {
  if (sql.length <= WIDTH && !sql.includes('\n')) return sql;
  const tokens = scan(sql);
  // A comment may end a line that must stay one.
  if (tokens === null || tokens.some(({ tokenName }) => tokenName.endsWith('_COMMENT'))) return sql;
  const bytes = Buffer.from(sql);
  const lines: string[] = [];
  const opened: boolean[] = [];
  let line = '';
  let before = '';
  let end = 0;
  const indent = () => '  '.repeat(opened.filter((isQuery) => isQuery).length);
  const breakLine = () => {
    if (line.trim() !== '') lines.push(line);
    line = indent();
  };
  for (const [index, token] of tokens.entries()) {
    const text = bytes.subarray(token.start, token.end).toString();
    const word = text.toLowerCase();
    const gap = token.start > end && line.trim() !== '' ? ' ' : '';
    end = token.end;
    const inQuery = opened.at(-1) ?? true;
    if (inQuery && CLAUSES.has(word) && !JOINS.has(before) && tokens[index + 1]?.text !== '(') {
      breakLine();
      line += text;
    } else if (word === ')') {
      const wasQuery = opened.pop() === true;
      if (wasQuery) breakLine();
      line += text;
    } else line += gap + text;
    if (word === '(') {
      const isQuery = QUERIES.has(tokens[index + 1]?.text.toLowerCase() ?? '');
      opened.push(isQuery);
      if (isQuery) breakLine();
    }
    if (word === ',' && inQuery && line.length > WIDTH) breakLine();
    if (word === ';') breakLine();
    before = word;
  }
  if (line.trim() !== '') lines.push(line);
  return lines.map((text) => text.trimEnd()).join('\n');
}
