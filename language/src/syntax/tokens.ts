/**
 * The token types of the language. How a text becomes tokens is the lexer's work; what they mean, the parser's.
 *
 * A word that may begin a declaration, statement or block has three types: the category that the grammar speaks of,
 * the `…Word` that the lexer makes, which is a name too, and the `…Start` that the layout makes of it while recovering
 * from a mistake (see layout.ts), which is not.
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';
import { keywords } from './keywords.ts';

/** Any word that is a name where a name stands; `on` and quoted names are told apart, see the parser's `name`. */
export const Word = createToken({ name: 'Word', pattern: Lexer.NA });

export const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED });
/** The name of the group in which the lexer puts comments. */
export const COMMENTS = 'comments';
export const LineComment = createToken({ name: 'LineComment', pattern: /\/\/[^\r\n]*/, group: COMMENTS });

export const Identifier = createToken({
  name: 'Identifier',
  pattern: /[A-Za-z_][A-Za-z0-9_]*/,
  categories: [Word],
});

// Strings and expressions take what they scanned even where their end is missing: giving it back would make the lexer
// scan the same characters again from the next one, which takes quadratic time on hostile text.
export const StringToken = createToken({
  name: 'String',
  pattern: /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*(?:"|\\?)/,
});
export const SingleQuotedString = createToken({
  name: 'SingleQuotedString',
  pattern: /'[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*(?:'|\\?)/,
  categories: [StringToken],
});

export const Integer = createToken({ name: 'Integer', pattern: /\d(?:_?\d)*(?![A-Za-z0-9_])/ });
export const MalformedNumber = createToken({
  name: 'MalformedNumber',
  pattern: /\d[A-Za-z0-9_]*/,
  categories: [Integer],
});

/** A day, `2027-03-31`. */
export const DateToken = createToken({ name: 'Date', pattern: /\d{4}-\d\d-\d\d(?![A-Za-z0-9_])/ });
/** A time of day, `01:00`. */
export const TimeToken = createToken({ name: 'Time', pattern: /\d\d:\d\d(?![A-Za-z0-9_])/ });

/** Everything of the full language that this version reports instead of compiling it. */
export const Later = createToken({ name: 'Later', pattern: Lexer.NA });
const later = (name: string, pattern: RegExp): TokenType =>
  createToken({ name, pattern, categories: [Later] });
const InstantLiteral = later('Instant', /\d{4}-\d\d-\d\dT[\d:.]{1,20}Z?/);
const DurationLiteral = later('Duration', /\d{1,20}(?:s|m|h|d)(?![A-Za-z0-9_])/);
const RegularExpression = later('RegularExpression', /\/(?![/*])[^\\/\r\n]*(?:\\[^\r\n][^\\/\r\n]*)*\/?/);
const Arrow = later('Arrow', /=>/);

const mark = (name: string, pattern: string): TokenType => createToken({ name, pattern, label: pattern });
export const LeftBrace = mark('LeftBrace', '{');
export const RightBrace = mark('RightBrace', '}');
export const LeftParenthesis = mark('LeftParenthesis', '(');
export const RightParenthesis = mark('RightParenthesis', ')');
export const LeftBracket = mark('LeftBracket', '[');
export const RightBracket = mark('RightBracket', ']');
export const Comma = mark('Comma', ',');
export const Dot = mark('Dot', '.');
export const DotDot = mark('DotDot', '..');
export const Colon = mark('Colon', ':');
export const Question = mark('Question', '?');
export const Coalesce = mark('Coalesce', '??');
export const Equals = mark('Equals', '=');

export const openingBrackets: ReadonlySet<TokenType> = new Set([LeftBrace, LeftParenthesis, LeftBracket]);
export const closingBrackets: ReadonlySet<TokenType> = new Set([RightBrace, RightParenthesis, RightBracket]);

/** Stands between two values that are compared; `in` is one of them. */
export const ComparisonOperator = createToken({ name: 'ComparisonOperator', pattern: Lexer.NA });
const comparison = (name: string, pattern: string): TokenType =>
  createToken({ name, pattern, label: pattern, categories: [ComparisonOperator] });
const EqualTo = comparison('EqualTo', '==');
const NotEqualTo = comparison('NotEqualTo', '!=');
const LessOrEqual = comparison('LessOrEqual', '<=');
const GreaterOrEqual = comparison('GreaterOrEqual', '>=');
const Less = comparison('Less', '<');
const Greater = comparison('Greater', '>');

function word(text: string, categories: TokenType[]): TokenType {
  const name = text[0]?.toUpperCase() + text.slice(1);
  return createToken({ name, pattern: text, label: text, longer_alt: Identifier, categories });
}

export const And = word('and', []);
export const Or = word('or', []);
export const Not = word('not', []);
export const In = word('in', [ComparisonOperator]);
export const True = word('true', []);
export const False = word('false', []);
export const From = word('from', [Word]);
export const Default = word('default', [Word]);
export const With = word('with', [Word]);
export const For = word('for', [Word]);
export const When = word('when', [Word]);
export const Until = word('until', [Word]);
export const Issuer = word('issuer', [Word]);
export const Audience = word('audience', [Word]);
export const Claim = word('claim', [Word]);
export const Of = word('of', [Word]);

/** The three types of a word that may begin something. */
export interface Starter {
  readonly keyword: TokenType;
  readonly word: TokenType;
  readonly start: TokenType;
}

function starter(text: string, nameCategory: TokenType[], extra: TokenType[] = []): Starter {
  const name = text[0]?.toUpperCase() + text.slice(1);
  const keyword = createToken({ name, pattern: Lexer.NA, label: text, categories: extra });
  return {
    keyword,
    word: createToken({
      name: `${name}Word`,
      pattern: text,
      label: text,
      longer_alt: Identifier,
      categories: [keyword, ...nameCategory],
    }),
    start: createToken({ name: `${name}Start`, pattern: Lexer.NA, label: text, categories: [keyword] }),
  };
}

const on = starter('on', []);
export const On = on.keyword;
/** `on` as a name; no action of a statement can be called so. */
export const OnWord = on.word;

const compiledStarters = {
  identity: starter('identity', [Word]),
  database: starter('database', [Word]),
  label: starter('label', [Word]),
  classify: starter('classify', [Word]),
  group: starter('group', [Word]),
  policy: starter('policy', [Word]),
  mask: starter('mask', [Word]),
  allow: starter('allow', [Word]),
  deny: starter('deny', [Word]),
  reveal: starter('reveal', [Word]),
};
export const Identity = compiledStarters.identity.keyword;
export const Database = compiledStarters.database.keyword;
export const Label = compiledStarters.label.keyword;
export const Classify = compiledStarters.classify.keyword;
export const Group = compiledStarters.group.keyword;
export const Policy = compiledStarters.policy.keyword;
export const Mask = compiledStarters.mask.keyword;
export const Allow = compiledStarters.allow.keyword;
export const Deny = compiledStarters.deny.keyword;
export const Reveal = compiledStarters.reveal.keyword;

const laterWords = keywords.filter((k) => !k.compiled);
const laterStarters = laterWords
  .filter((k) => !k.roles.includes('connective'))
  .map((k) => [k.word, starter(k.word, [Word], [Later])] as const);
const laterConnectives = laterWords
  .filter((k) => k.roles.includes('connective'))
  .map((k) => word(k.word, [Word, Later]));

/** The words that may begin a declaration, statement or block, by their text. */
export const starters: ReadonlyMap<string, Starter> = new Map([
  ...Object.entries(compiledStarters),
  ['on', on] as const,
  ...laterStarters,
]);

/** Operators that other languages write; each is reported and read as the operator that it stands for. */
export const foreignOperators = new Map<TokenType, string>();
function foreign(name: string, pattern: RegExp, as: TokenType, use: string): TokenType {
  const type = createToken({ name, pattern, categories: [as] });
  foreignOperators.set(type, use);
  return type;
}
const foreignTypes = [
  foreign('ForeignAnd', /&&?/, And, 'and'),
  foreign('ForeignOr', /\|\|?/, Or, 'or'),
  foreign('ForeignNotEqual', /!==|<>/, ComparisonOperator, '!='),
  foreign('ForeignEqual', /===/, ComparisonOperator, '=='),
  foreign('ForeignNot', /!(?!=)/, Not, 'not'),
];

/** A run of characters that begin no token. Removed before parsing, each run with its diagnostic. */
export const Unknown = createToken({
  name: 'Unknown',
  pattern: /[^A-Za-z0-9_ \t\r\n"'{}()[\],.:?=!<>&|/]+|\/+|\/\*|[^A-Za-z0-9_ \t\r\n]/,
  start_chars_hint: Array.from({ length: 0x10000 }, (_, code) => code),
  line_breaks: false,
});

/** What the lexer tries, in this order at each place. */
export const lexerTokens: TokenType[] = [
  WhiteSpace,
  LineComment,
  ...[...starters.values()].map((s) => s.word),
  ...laterConnectives,
  ...[And, Or, Not, In, True, False, From, Default, With, For, When, Until, Issuer, Audience, Claim, Of],
  Identifier,
  StringToken,
  SingleQuotedString,
  InstantLiteral,
  DateToken,
  TimeToken,
  DurationLiteral,
  Integer,
  MalformedNumber,
  RegularExpression,
  ...[
    LeftBrace,
    RightBrace,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    Comma,
    DotDot,
    Dot,
  ],
  ...foreignTypes,
  ...[
    Colon,
    Coalesce,
    Question,
    Arrow,
    EqualTo,
    NotEqualTo,
    LessOrEqual,
    GreaterOrEqual,
    Less,
    Greater,
    Equals,
  ],
  Unknown,
];

/** Every type, for the parser. */
export const vocabulary: TokenType[] = [
  ...lexerTokens,
  ...[...starters.values()].flatMap((s) => [s.keyword, s.start]),
  Word,
  Later,
  ComparisonOperator,
];
