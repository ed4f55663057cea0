/**
 * What may be written at an offset, by the grammar alone: for completion. It works in texts that are being typed, so that only what
 * stands before the offset counts, and of that only the statement or declaration around it.
 */
import type { IToken, TokenType } from 'chevrotain';
import { SourceText } from '../../source/source-text.ts';
import { keywords } from '../keywords.ts';
import { markStarts } from '../layout.ts';
import { lex } from '../lexer.ts';
import * as t from '../tokens.ts';
import { type Enclosing, enclosing } from './enclosing.ts';
import type { Expected, Place, WrittenToken } from './expected.ts';
import { pathBefore } from './path-before.ts';
import { beginsSomething, expectedOf } from './roles.ts';
import { tokensAfter } from './tokens-after.ts';
import { endOfTyped, type Typed, typedAt } from './typed.ts';
import { writtenToken } from './written-token.ts';

/** Null where nothing can be proposed: in a comment, a number or a regular expression, and in a text beyond the limits. */
export function expectedAt(text: string, offset: number): Place | null {
  const from = beginningOfDeclaration(text, offset);
  const prefix = text.slice(from, offset);
  const { tokens, comments } = lex(new SourceText('', prefix));
  if (comments.at(-1)?.span.end === prefix.length) return null;
  const typed = typedAt(prefix, prefix.length, tokens);
  if (typed === null) return null;

  const place = atPlace(prefix, typed);
  const around = enclosing(markStarts([...typed.before, place]));
  const beginsLine = /(?:^|[\r\n])[ \t]*$/.test(prefix.slice(0, typed.start));
  const { path, siblings } = pathBefore(around.tokens);
  const { end, closed } = endOfTyped(text, offset, typed.kind);
  return {
    expects: expectations(around, typed, beginsLine, place.startColumn === 1),
    typed: typed.text,
    replace: { start: from + typed.start, end },
    quoted: typed.kind === 'string' || typed.kind === 'sql',
    closed,
    path,
    siblings,
    statement: written(around.tokens, from),
    declaration: written(around.declaration, from),
    source: around.source === null ? null : writtenToken(around.source, from).name,
    beginsLine,
  };
}

/** Of the marks that join names (`.`, `,`, `(`), those that the grammar lets stand at `offset`, behind a word that is whole. */
export function joiningMarksAt(text: string, offset: number): readonly string[] {
  const from = beginningOfDeclaration(text, offset);
  const prefix = text.slice(from, offset);
  const typed = typedAt(prefix, prefix.length, lex(new SourceText('', prefix)).tokens);
  if (typed === null || typed.kind !== 'nothing') return [];
  const { rule, lead, tokens } = enclosing(markStarts([...typed.before, atPlace(prefix, typed)]));
  const next = new Set([...tokensAfter(rule, [...lead, ...tokens])].map(({ type }) => type));
  return [...JOINING].flatMap(([type, mark]) => (next.has(type) ? [mark] : []));
}

const JOINING: ReadonlyMap<TokenType, string> = new Map([
  [t.Dot, '.'],
  [t.Comma, ','],
  [t.LeftParenthesis, '('],
]);

/** All that the grammar allows, each once; what continues the statement before what begins another. */
function expectations(
  around: Enclosing,
  typed: Typed,
  beginsLine: boolean,
  inFirstColumn: boolean,
): readonly Expected[] {
  if (typed.kind === 'sql') return [{ kind: 'text', role: 'row-condition' }];
  const { rule, lead, tokens, depth } = around;
  const next = [...tokensAfter(rule, [...lead, ...tokens])];
  // A line may begin another thing, whatever is lacking in the one before.
  if (beginsLine && tokens.length > 0 && rule !== 'policyFile') next.push(...tokensAfter(rule, [...lead]));
  if (beginsLine && (depth === 0 || inFirstColumn)) next.push(...tokensAfter('policyFile', []));
  const found = new Map<string, Expected>();
  const last = typed.before.at(-1)?.tokenType;
  const mayBegin = beginsLine || last === t.LeftBrace || last === t.RightBrace;
  for (const each of next) {
    // All may stand on one line; nobody writes so.
    if (!mayBegin && beginsSomething(each)) continue;
    if (typed.kind === 'string' && each.type !== t.StringToken) continue;
    const expected = expectedOf(each);
    if (expected !== null) found.set(JSON.stringify(expected), expected);
  }
  return [...found.values()];
}

/** A word where one is being typed or could be, so that what stands before it is read as what leads to it. */
function atPlace(prefix: string, { start }: Typed): IToken {
  const line = prefix.slice(0, start);
  const startLine = line.split(/\r\n|\r|\n/).length;
  const startColumn = start - Math.max(line.lastIndexOf('\n'), line.lastIndexOf('\r'));
  const { tokenTypeIdx = -1 } = t.Identifier;
  return {
    ...{ image: '', startOffset: start, endOffset: start, tokenType: t.Identifier, tokenTypeIdx },
    ...{ startLine, endLine: startLine, startColumn, endColumn: startColumn },
  };
}

const declarationWords = keywords
  .filter(({ roles }) => roles.includes('declaration'))
  .map(({ word }) => word);
/** In the first column, with something behind it; `mask` begins a declaration only as `mask default`. */
const beginning = new RegExp(
  `^(?:(?:${declarationWords.filter((word) => word !== 'mask').join('|')})[ \\t]+["A-Za-z_]|mask[ \\t]+default\\b)`,
  'gm',
);

/** So that the cost of an answer is not that of the text: nothing before the last declaration is read. */
function beginningOfDeclaration(text: string, offset: number): number {
  const window = 20_000;
  for (let from = Math.max(offset - window, 0); ; from = Math.max(from - window, 0)) {
    // A word in the first column begins its line.
    const lineStart = from === 0 ? 0 : text.lastIndexOf('\n', from) + 1;
    const last = [...text.slice(lineStart, offset).matchAll(beginning)].at(-1);
    if (last !== undefined) return lineStart + last.index;
    if (from === 0) return 0;
  }
}

function written(tokens: readonly IToken[], from: number): readonly WrittenToken[] {
  return tokens.map((token) => writtenToken(token, from));
}
