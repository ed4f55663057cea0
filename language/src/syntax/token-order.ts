/** The order in which the lexer tries the tokens, and all of them for the parser. */
import type { TokenType } from 'chevrotain';
import { SqlToken } from './sql-token.ts';
import * as t from './tokens.ts';

/** All words; a longer one before those that it begins with, of which it would be taken for a name that is longer. */
const words = [
  ...[...t.starters.values()].map((s) => s.word),
  ...[
    t.And,
    t.Or,
    t.Not,
    t.In,
    t.True,
    t.False,
    t.From,
    t.Closed,
    t.Default,
    t.With,
    t.For,
    t.When,
    t.Until,
    t.Issuer,
    t.Audience,
    t.Claim,
    t.Of,
  ],
  ...[
    t.Values,
    t.Matching,
    t.Where,
    t.Without,
    t.Operation,
    t.Lookup,
    t.By,
    t.Equality,
    t.Within,
    t.Per,
    t.Above,
    t.Into,
    t.As,
    t.At,
  ],
].toSorted((a, b) => labelOf(b).length - labelOf(a).length);

function labelOf(type: TokenType): string {
  return type.LABEL ?? type.name;
}

/** The type of a word, as the lexer gives it. */
export function typeOfWord(text: string): TokenType {
  return wordTypes.get(text) ?? t.Identifier;
}

const wordTypes: ReadonlyMap<string, TokenType> = new Map(words.map((type) => [labelOf(type), type]));

/** What the lexer tries, in this order at each place. */
export const lexerTokens: TokenType[] = [
  t.WhiteSpace,
  SqlToken,
  t.LineComment,
  t.Star,
  t.NamePatternToken,
  ...words,
  t.Identifier,
  t.StringToken,
  t.SingleQuotedString,
  t.InstantToken,
  t.DateToken,
  t.TimeToken,
  t.DurationToken,
  t.Integer,
  t.MalformedNumber,
  t.RegexToken,
  ...[
    t.LeftBrace,
    t.RightBrace,
    t.LeftParenthesis,
    t.RightParenthesis,
    t.LeftBracket,
    t.RightBracket,
    t.Comma,
    t.DotDot,
    t.Dot,
  ],
  ...t.foreignTypes,
  ...[
    t.Colon,
    t.Coalesce,
    t.Question,
    t.Arrow,
    t.Dollar,
    t.EqualTo,
    t.NotEqualTo,
    t.LessOrEqual,
    t.GreaterOrEqual,
    t.Less,
    t.Greater,
    t.Equals,
  ],
  t.Unknown,
];

/** Every type, for the parser. */
export const vocabulary: TokenType[] = [
  ...lexerTokens,
  ...[...t.starters.values()].flatMap((s) => [s.keyword, s.start]),
  t.Word,
  t.ComparisonOperator,
];
