/** The dotted path that leads to a place, and the names that stand beside it. */
import type { IToken } from 'chevrotain';
import * as t from '../tokens.ts';
import { nameOf } from './written-token.ts';

export interface PathBefore {
  readonly path: readonly string[];
  readonly siblings: readonly (readonly string[])[];
}

/** `tokens` are those before the place, within its statement. */
export function pathBefore(tokens: readonly IToken[]): PathBefore {
  const inBraces = openBrace(tokens);
  if (inBraces !== null) {
    const members = tokens.slice(inBraces + 1).flatMap((token) => nameOf(token) ?? []);
    return { path: pathEndingAt(tokens, inBraces).path, siblings: members.map((member) => [member]) };
  }
  const { path, start } = pathEndingAt(tokens, tokens.length);
  const siblings: (readonly string[])[] = [];
  for (let at = start - 1; tokens[at]?.tokenType === t.Comma; ) {
    const sibling = pathEndingAt(tokens, at, true);
    if (sibling.path.length === 0) break;
    siblings.unshift(sibling.path);
    at = sibling.start - 1;
  }
  return { path, siblings };
}

/** The index of the brace of `crm.customers.{a, b`, where nothing but names and commas follow it. */
function openBrace(tokens: readonly IToken[]): number | null {
  let at = tokens.length - 1;
  while (at >= 0 && isMember(tokens[at])) at -= 1;
  const isSet = tokens[at]?.tokenType === t.LeftBrace && tokens[at - 1]?.tokenType === t.Dot;
  return isSet ? at : null;
}

function isMember(token: IToken | undefined): boolean {
  return token !== undefined && (token.tokenType === t.Comma || nameOf(token) !== null);
}

/** The names of `a.b.` before `end`, or with `whole` those of `a.b`. */
function pathEndingAt(
  tokens: readonly IToken[],
  end: number,
  whole = false,
): { path: string[]; start: number } {
  const path: string[] = [];
  let at = end;
  let first = whole;
  while (first || tokens[at - 1]?.tokenType === t.Dot) {
    const nameAt = first ? at - 1 : at - 2;
    const token = tokens[nameAt];
    const name = token === undefined ? null : nameOf(token);
    if (name === null) break;
    path.unshift(name);
    at = nameAt;
    first = false;
  }
  return { path, start: at };
}
