/**
 * A bound on trees that are far larger than their text. `SET (a, b, …) = (SELECT …)` is the one construct that puts a part of the text into the
 * tree more than once: the source, once for each column (gram.y, set_clause). A thousand columns make 200 MB of 200 kB. Knows tokens and no
 * tree, for the tree is what must not be made.
 */
import type { Token } from './sql-parser.ts';

/** Bytes of text that may come into the tree by repetition. */
const MAX_REPEATED_BYTES = 512 * 1024;

/** Whether the scanner need be asked: no text of fewer commas repeats so much, whatever it says. */
export function mayRepeatSource(text: string): boolean {
  if (!/update/i.test(text)) return false;
  let commas = 0;
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) commas += 1;
  return (commas + 1) * text.length > MAX_REPEATED_BYTES;
}

/** Whether the sources of assignments to several columns would come into the tree too often. */
export function repeatsSource(tokens: readonly Token[]): boolean {
  const end = tokens.at(-1)?.end ?? 0;
  /** For each open parenthesis, the commas directly inside it. */
  const open: number[] = [];
  /** Of the parenthesis that has just been closed. */
  let closed = 0;
  let repeated = 0;
  for (const token of tokens) {
    if (token.tokenName === 'C_COMMENT' || token.tokenName === 'SQL_COMMENT') continue;
    // The source is at most the rest of the text; where it ends is for the grammar to say.
    if (token.text === '=' && closed > 0) repeated += closed * (end - token.end);
    if (repeated > MAX_REPEATED_BYTES) return true;
    const last = open.length - 1;
    if (token.text === '(') open.push(0);
    else if (token.text === ',' && last >= 0) open[last] = (open[last] ?? 0) + 1;
    closed = token.text === ')' ? (open.pop() ?? 0) : 0;
  }
  return false;
}
