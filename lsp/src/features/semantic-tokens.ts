/** What each word of a document is, by its meaning: so an editor tells a column from a label of the same name. */
import type { Node, Span } from '@dlpc/language';
import {
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
} from 'vscode-languageserver/node';
import { positionIn } from '../convert.ts';
import { keywordSpans, leavesOf } from '../symbols/keyword-at.ts';
import type { PolicySymbol } from '../symbols/policy-symbol.ts';
import { documentNames } from '../symbols/project-names.ts';
import type { FeatureContext } from './feature-context.ts';

const TYPES = [
  'keyword',
  'comment',
  'string',
  'number',
  'regexp',
  'namespace',
  'class',
  'property',
  'enumMember',
  'function',
  'type',
  'variable',
  'parameter',
  'method',
] as const;

type TokenType = (typeof TYPES)[number];

/** The order in which the answer numbers types and modifiers. */
export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...TYPES],
  tokenModifiers: ['declaration', 'defaultLibrary'],
};

const DECLARATION = 1;
const DEFAULT_LIBRARY = 2;

const OF_SYMBOL: Readonly<Record<PolicySymbol['kind'], TokenType | null>> = {
  label: 'enumMember',
  group: 'variable',
  claim: 'parameter',
  policy: 'type',
  identity: 'type',
  source: 'namespace',
  detector: 'variable',
  mask: 'function',
  field: 'variable',
  relation: 'class',
  column: 'property',
  operation: 'method',
  file: null,
};

const OF_LEAF: Readonly<Partial<Record<Node['kind'], TokenType>>> = {
  Comment: 'comment',
  StringLiteral: 'string',
  RegexLiteral: 'regexp',
  IntegerLiteral: 'number',
  DateLiteral: 'number',
  TimeLiteral: 'number',
  InstantLiteral: 'number',
  DurationLiteral: 'number',
  ActionName: 'method',
  ClaimType: 'type',
};

interface Token {
  readonly span: Pick<Span, 'start' | 'end'>;
  readonly type: TokenType;
  readonly modifiers: number;
}

export function semanticTokens(context: FeatureContext): SemanticTokens {
  const { source } = context;
  const builder = new SemanticTokensBuilder();
  for (const { span, type, modifiers } of tokensOf(context)) {
    const { line, character } = positionIn(source, span.start);
    builder.push(line, character, span.end - span.start, TYPES.indexOf(type), modifiers);
  }
  return builder.build();
}

/** Each on one line, in order, none over another: the protocol knows no others. */
function tokensOf(context: FeatureContext): readonly Token[] {
  const { ast, source } = context;
  const names = documentNames(context).flatMap(({ symbol, declares, span }): Token[] => {
    const type = OF_SYMBOL[symbol.kind];
    const builtIn = symbol.kind === 'field' || symbol.kind === 'mask';
    const modifiers = (declares ? DECLARATION : 0) + (builtIn ? DEFAULT_LIBRARY : 0);
    return type === null ? [] : [{ span, type, modifiers }];
  });
  const leaves = leavesOf(ast).flatMap((leaf): Token[] => {
    const type = OF_LEAF[leaf.kind];
    return type === undefined ? [] : [{ span: leaf.span, type, modifiers: 0 }];
  });
  const words = keywordSpans(ast, source).map((span): Token => ({ span, type: 'keyword', modifiers: 0 }));
  const tokens: Token[] = [];
  // Names come first, so that of two at one place the one with a meaning stays.
  for (const token of [...names, ...leaves, ...words].toSorted((a, b) => a.span.start - b.span.start)) {
    const before = tokens.at(-1)?.span.end ?? 0;
    if (token.span.start < before || source.text.slice(token.span.start, token.span.end).includes('\n'))
      continue;
    tokens.push(token);
  }
  return tokens;
}
