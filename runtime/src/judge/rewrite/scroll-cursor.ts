/**
 * `DECLARE c CURSOR FOR …` becomes `DECLARE c SCROLL CURSOR FOR …` where something in it is masked: left open, whether the cursor can go backward is said
 * by the server's plan (PostgreSQL, DECLARE: Notes), and that by statistics of stored values.
 */
import type { Token } from '../parse/sql-parser.ts';
import { numberOf, type Tree } from '../parse/tree.ts';
import type { Splice } from './splice.ts';

/** CURSOR_OPT_SCROLL of nodes/parsenodes.h. */
const SCROLL = 0x2;

/** `node` is the DeclareCursorStmt, in a statement that begins at byte `start`. Null where its words are not found. */
export function scrollCursor(
  node: Tree,
  start: number,
  tokens: readonly Token[],
): { readonly splice: Splice; readonly node: Tree; readonly becomes: Tree } | null {
  const words = tokens.filter((token) => token.start >= start && !token.tokenName.endsWith('_COMMENT'));
  // The name of the cursor, which may be `cursor`, stands between the two words.
  const keyword = words.slice(2).find(({ text }) => text.toUpperCase() === 'CURSOR');
  if (words[0]?.text.toUpperCase() !== 'DECLARE' || keyword === undefined) return null;
  return {
    splice: { start: keyword.start, end: keyword.start, text: 'SCROLL ' },
    node,
    becomes: { ...node, options: numberOf(node.options) | SCROLL },
  };
}
