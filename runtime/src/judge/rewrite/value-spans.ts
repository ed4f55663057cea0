/**
 * Where the values stand that a write stores: the cells of VALUES, and what SET assigns. Found by counting commas outside of
 * parentheses; whoever changes the text there compares the tree that comes of it.
 */
import type { Token } from '../parse/sql-parser.ts';
import { isTree, listOf, numberOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';

/** A value's tokens, from the one behind `before` to the one that ends at `end`. */
export interface ValueSpan {
  readonly before: Token;
  readonly last: Token;
  readonly start: number;
  readonly end: number;
}

/** By the wrapped value. `write`: an InsertStmt, UpdateStmt or MergeStmt; `tokens`: its own, without comments. */
export function valueSpans(write: Tree, tokens: readonly Token[]): ReadonlyMap<TreeValue, ValueSpan> {
  const found = new Map<TreeValue, ValueSpan>();
  const lists = listsOf(write);
  let depth = 0;
  for (const [index, { text }] of tokens.entries()) {
    const word = text.toUpperCase();
    if (OPENING.has(word)) depth += 1;
    else if (CLOSING.has(word)) depth -= 1;
    else if (
      depth === 0 &&
      lists[0]?.keyword === word &&
      tokens[index - 1]?.text.toUpperCase() !== 'DEFAULT'
    ) {
      const list = lists.shift();
      for (const [row, values] of (list?.rows ?? []).entries()) note(found, word, values, row, index, tokens);
    }
  }
  return found;
}

/** Where a constant, a parameter or DEFAULT stands: one token, or a number behind its sign. */
export function spanOf(
  value: Tree,
  tokens: readonly Token[],
): { readonly start: number; readonly end: number } | null {
  const location = unwrap(value)?.node.location;
  const index = tokens.findIndex(({ start }) => start === numberOf(location));
  const token = tokens[index];
  if (token === undefined) return null;
  const last = token.text === '-' ? tokens[index + 1] : token;
  return last === undefined ? null : { start: token.start, end: last.end };
}

interface ValueList {
  readonly keyword: 'VALUES' | 'SET';
  /** ResTargets, or values of a row each. */
  readonly rows: readonly (readonly TreeValue[])[];
}

/** In the order in which they stand in the text. */
function listsOf({ selectStmt, onConflictClause, targetList, mergeWhenClauses }: Tree): ValueList[] {
  const setting = (targets: TreeValue | undefined): ValueList[] =>
    targets === undefined ? [] : [{ keyword: 'SET', rows: [listOf(targets)] }];
  const rowsOf = (rows: readonly TreeValue[]): ValueList[] => [
    { keyword: 'VALUES', rows: rows.map((row) => listOf(row)) },
  ];
  if (mergeWhenClauses !== undefined)
    return listOf(mergeWhenClauses).flatMap((clause) => {
      const { commandType, values, targetList: targets } = unwrap(clause)?.node ?? {};
      if (commandType === 'CMD_UPDATE') return setting(targets);
      return values === undefined ? [] : rowsOf([values]);
    });
  const select = unwrap(selectStmt);
  if (select === null) return setting(targetList);
  const { valuesLists } = select.node;
  const inserted: ValueList[] =
    valuesLists === undefined
      ? []
      : rowsOf(listOf(valuesLists).map((row) => unwrap(row)?.node.items ?? null));
  return [...inserted, ...setting(isTree(onConflictClause) ? onConflictClause.targetList : undefined)];
}

function note(
  found: Map<TreeValue, ValueSpan>,
  keyword: string,
  values: readonly TreeValue[],
  row: number,
  index: number,
  tokens: readonly Token[],
): void {
  const outer = segments(tokens, index + 1);
  const [from, to] = outer[row] ?? [0, 0];
  const cells =
    keyword !== 'VALUES' ? outer : tokens[from]?.text === '(' ? segments(tokens, from + 1, to - 1) : [];
  if (cells.length !== values.length) return;
  for (const [place, value] of values.entries()) {
    const [first, last] = cells[place] ?? [0, 0];
    const target = keyword === 'VALUES' ? null : unwrap(value)?.node;
    const start = keyword === 'SET' ? afterEquals(tokens, first, last) : first;
    const [before, begin, final] = [tokens[start - 1], tokens[start], tokens[last - 1]];
    const stored = target === null ? value : target?.val;
    if (
      before !== undefined &&
      begin !== undefined &&
      final !== undefined &&
      start < last &&
      stored !== undefined
    )
      found.set(stored, { before, last: final, start: begin.start, end: final.end });
  }
}

/** From each token of a list to the one behind its last. */
function segments(
  tokens: readonly Token[],
  from: number,
  to = tokens.length,
): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  let depth = 0;
  let start = from;
  let index = from;
  for (; index < to; index += 1) {
    const word = tokens[index]?.text.toUpperCase() ?? '';
    if (OPENING.has(word)) depth += 1;
    else if (CLOSING.has(word) && depth > 0) depth -= 1;
    else if (depth === 0 && (CLOSING.has(word) || ENDING.has(word))) break;
    else if (depth === 0 && word === ',') {
      found.push([start, index]);
      start = index + 1;
    }
  }
  return [...found, [start, index]];
}

function afterEquals(tokens: readonly Token[], from: number, to: number): number {
  const place = tokens.slice(from, to).findIndex(({ text }) => text === '=');
  return place === -1 ? to : from + place + 1;
}

const OPENING: ReadonlySet<string> = new Set(['(', '[', 'CASE']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', 'END']);
/** What may stand behind such a list. */
const ENDING: ReadonlySet<string> = new Set([...['FROM', 'WHERE', 'RETURNING', 'ON', 'WHEN', 'ORDER', ';']]);
