/**
 * The token types of the language, but for the condition of a filter (sql-token.ts). The order in which they are tried is
 * token-order.ts's, how a text becomes tokens the lexer's work, and what they mean the parser's.
 *
 * A word that may begin a declaration, statement or block has three types: the category that the grammar speaks of,
 * the `…Word` that the lexer makes, which is a name too, and the `…Start` that the layout makes of it while recovering
 * from a mistake (see layout.ts), which is not.
 */
import { createToken, Lexer, type TokenType } from 'chevrotain';

/** Any word that is a name where a name stands; `on` and quoted names are told apart, see the parser's `name`. */
export const Word = createToken({ name: 'Word', pattern: Lexer.NA });

export const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED });
/** The name of the group in which the lexer puts comments. */
export const COMMENTS = 'comments';
export const LineComment = createToken({ name: 'LineComment', pattern: /\/\/[^\r\n]*/, group: COMMENTS });

/** A name with wildcards. Before a `/`, a `*` ends a comment of another language. */
export const NamePatternToken = createToken({
  name: 'NamePattern',
  pattern: /(?:[A-Za-z_][A-Za-z0-9_]*)?\*[A-Za-z0-9_*]*(?!\/)/,
});
/** `*` alone, which is a pattern too. */
export const Star = createToken({
  name: 'Star',
  pattern: /\*(?![A-Za-z0-9_*/])/,
  label: '*',
  categories: [NamePatternToken],
});

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

/** A moment, `2026-11-22T02:00:00Z`; what does not look like one is reported by the lexer. */
export const InstantToken = createToken({
  name: 'Instant',
  pattern: /\d{4}-\d\d-\d\dT[0-9A-Za-z:.+-]{0,40}/,
});
/** `15m` */
export const DurationToken = createToken({ name: 'Duration', pattern: /\d{1,20}[smhd](?![A-Za-z0-9_])/ });
/** `/\d{4,}/`; one without its end goes to the end of its line, as a string does. */
export const RegexToken = createToken({
  name: 'Regex',
  pattern: /\/(?![/*])[^\\/\r\n]*(?:\\[^\r\n][^\\/\r\n]*)*(?:\/|\\?)/,
});

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
export const Arrow = mark('Arrow', '=>');
export const Dollar = mark('Dollar', '$');

export const openingBrackets: ReadonlySet<TokenType> = new Set([LeftBrace, LeftParenthesis, LeftBracket]);
export const closingBrackets: ReadonlySet<TokenType> = new Set([RightBrace, RightParenthesis, RightBracket]);

/** Stands between two values that are compared; `in` is one of them. */
export const ComparisonOperator = createToken({ name: 'ComparisonOperator', pattern: Lexer.NA });
const comparison = (name: string, pattern: string): TokenType =>
  createToken({ name, pattern, label: pattern, categories: [ComparisonOperator] });
export const EqualTo = comparison('EqualTo', '==');
export const NotEqualTo = comparison('NotEqualTo', '!=');
export const LessOrEqual = comparison('LessOrEqual', '<=');
export const GreaterOrEqual = comparison('GreaterOrEqual', '>=');
export const Less = comparison('Less', '<');
export const Greater = comparison('Greater', '>');

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
export const Closed = word('closed', [Word]);
export const Default = word('default', [Word]);
export const With = word('with', [Word]);
export const For = word('for', [Word]);
export const When = word('when', [Word]);
export const Until = word('until', [Word]);
export const Issuer = word('issuer', [Word]);
export const Audience = word('audience', [Word]);
export const Claim = word('claim', [Word]);
export const Of = word('of', [Word]);
export const Values = word('values', [Word]);
export const Matching = word('matching', [Word]);
export const Where = word('where', [Word]);
export const Without = word('without', [Word]);
export const Operation = word('operation', [Word]);
export const Lookup = word('lookup', [Word]);
export const By = word('by', [Word]);
export const Equality = word('equality', [Word]);
export const Within = word('within', [Word]);
export const Per = word('per', [Word]);
export const Above = word('above', [Word]);
export const Into = word('into', [Word]);
export const As = word('as', [Word]);
export const At = word('at', [Word]);

/** The three types of a word that may begin something. */
export interface Starter {
  readonly keyword: TokenType;
  readonly word: TokenType;
  readonly start: TokenType;
}

function starter(text: string, nameCategory: TokenType[]): Starter {
  const name = text[0]?.toUpperCase() + text.slice(1);
  const keyword = createToken({ name, pattern: Lexer.NA, label: text });
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

const others = {
  import: starter('import', [Word]),
  identity: starter('identity', [Word]),
  database: starter('database', [Word]),
  api: starter('api', [Word]),
  label: starter('label', [Word]),
  classify: starter('classify', [Word]),
  detector: starter('detector', [Word]),
  group: starter('group', [Word]),
  policy: starter('policy', [Word]),
  test: starter('test', [Word]),
  mask: starter('mask', [Word]),
  allow: starter('allow', [Word]),
  deny: starter('deny', [Word]),
  approve: starter('approve', [Word]),
  reveal: starter('reveal', [Word]),
  filter: starter('filter', [Word]),
  limit: starter('limit', [Word]),
  alert: starter('alert', [Word]),
  declassify: starter('declassify', [Word]),
  record: starter('record', [Word]),
  sql: starter('sql', [Word]),
  http: starter('http', [Word]),
};
export const Import = others.import.keyword;
export const Identity = others.identity.keyword;
export const Database = others.database.keyword;
export const Api = others.api.keyword;
export const Label = others.label.keyword;
export const Classify = others.classify.keyword;
export const Detector = others.detector.keyword;
export const Group = others.group.keyword;
export const Policy = others.policy.keyword;
export const Test = others.test.keyword;
export const Mask = others.mask.keyword;
export const Allow = others.allow.keyword;
export const Deny = others.deny.keyword;
export const Approve = others.approve.keyword;
export const Reveal = others.reveal.keyword;
export const Filter = others.filter.keyword;
export const Limit = others.limit.keyword;
export const Alert = others.alert.keyword;
export const Declassify = others.declassify.keyword;
export const Record = others.record.keyword;
export const Sql = others.sql.keyword;
export const Http = others.http.keyword;

/** The words that may begin a declaration, statement, block or case, by their text. */
export const starters: ReadonlyMap<string, Starter> = new Map([
  ...Object.entries(others),
  ['on', on] as const,
]);

/** Operators that other languages write; each is reported and read as the operator that it stands for. */
export const foreignOperators = new Map<TokenType, string>();
function foreign(name: string, pattern: RegExp, as: TokenType, use: string): TokenType {
  const type = createToken({ name, pattern, categories: [as] });
  foreignOperators.set(type, use);
  return type;
}
export const foreignTypes = [
  foreign('ForeignAnd', /&&?/, And, 'and'),
  foreign('ForeignOr', /\|\|?/, Or, 'or'),
  foreign('ForeignNotEqual', /!==|<>/, ComparisonOperator, '!='),
  foreign('ForeignEqual', /===/, ComparisonOperator, '=='),
  foreign('ForeignNot', /!(?!=)/, Not, 'not'),
];

/** Any character, for tokens whose first one says nothing. */
export const anyCharacter = Array.from({ length: 0x10000 }, (_, code) => code);

/** A run of characters that begin no token. Removed before parsing, each run with its diagnostic. */
export const Unknown = createToken({
  name: 'Unknown',
  pattern: /[^A-Za-z0-9_ \t\r\n"'{}()[\],.:?=!<>&|/*$]+|\/\*|\*+\/|\/+|[^A-Za-z0-9_ \t\r\n]/,
  start_chars_hint: anyCharacter,
  line_breaks: false,
});
