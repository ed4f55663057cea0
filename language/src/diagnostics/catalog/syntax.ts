/** DLP1xxx: the text is not a policy file. */
import { entry } from './entry.ts';

export const syntaxDiagnostics = {
  'unexpected-character': entry<{ text: string }>({
    code: 'DLP1001',
    severity: 'error',
    message: (p) => `\`${p.text}\` does not belong here`,
  }),
  'hidden-character': entry<{ codePoint: number }>({
    code: 'DLP1002',
    severity: 'error',
    message: (p) => `an invisible character, ${unicodeName(p.codePoint)}, stands in the text`,
    hint: (p) => `remove it, or write \`\\u{${p.codePoint.toString(16)}}\` inside a string where it is meant`,
  }),
  'unterminated-string': entry<{ quote: string }>({
    code: 'DLP1003',
    severity: 'error',
    message: (p) => `the string has no closing \`${p.quote}\` on its line`,
  }),
  'invalid-escape': entry<{ text: string }>({
    code: 'DLP1004',
    severity: 'error',
    message: (p) => `\`${p.text}\` is no escape of a string`,
    hint: () =>
      'the escapes are `\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}` with the number of a character other than zero',
  }),
  'single-quoted-string': entry<Record<string, never>>({
    code: 'DLP1005',
    severity: 'error',
    message: () => 'a string stands in double quotes',
  }),
  'foreign-operator': entry<{ text: string; use: string }>({
    code: 'DLP1006',
    severity: 'error',
    message: (p) => `\`${p.text}\` is no operator of a condition`,
    hint: (p) => `write \`${p.use}\``,
  }),
  'malformed-number': entry<{ text: string }>({
    code: 'DLP1007',
    severity: 'error',
    message: (p) => `\`${p.text}\` is no number`,
    hint: () => 'a number has digits alone, which a single `_` may group, as in `50_000`',
  }),
  'number-too-large': entry<{ text: string }>({
    code: 'DLP1008',
    severity: 'error',
    message: (p) => `the number \`${p.text}\` is too large`,
    hint: () => `the largest number is ${Number.MAX_SAFE_INTEGER}`,
  }),
  'empty-name': entry<Record<string, never>>({
    code: 'DLP1009',
    severity: 'error',
    message: () => 'a name cannot be empty',
  }),
  'unexpected-token': entry<{ expected: string; found: string }>({
    code: 'DLP1010',
    severity: 'error',
    message: (p) => `expected ${p.expected}, found ${p.found}`,
  }),
  'unclosed-bracket': entry<{ close: string; found: string }>({
    code: 'DLP1011',
    severity: 'error',
    message: (p) => `expected \`${p.close}\` before ${p.found}`,
  }),
  'unopened-bracket': entry<{ close: string }>({
    code: 'DLP1012',
    severity: 'error',
    message: (p) => `this \`${p.close}\` closes nothing`,
  }),
  'column-path': entry<{ count: number }>({
    code: 'DLP1013',
    severity: 'error',
    message: (p) => `a column's path has three or four names, and this has ${p.count}`,
    hint: () => 'write `source.relation.column` or `source.schema.relation.column`',
  }),
  'relation-path': entry<{ count: number }>({
    code: 'DLP1014',
    severity: 'error',
    message: (p) => `a relation's path has one or two names, and this has ${p.count}`,
    hint: () => 'write `relation` or `schema.relation`; the source is the one that the block stands `on`',
  }),
  'chained-comparison': entry<{ operator: string }>({
    code: 'DLP1015',
    severity: 'error',
    message: (p) => `\`${p.operator}\` cannot follow another comparison`,
    hint: () => 'join two comparisons with `and`, or put one in parentheses',
  }),
  'nested-too-deeply': entry<{ limit: number }>({
    code: 'DLP1016',
    severity: 'error',
    message: (p) => `the text is nested more than ${p.limit} levels deep`,
  }),
  'condition-too-long': entry<{ limit: number }>({
    code: 'DLP1017',
    severity: 'error',
    message: (p) => `the condition has more than ${p.limit} operators`,
    hint: () => 'compare with a list, as in `caller.sub in ["a", "b"]`, or name parts of it as groups',
  }),
  'file-too-large': entry<{ limit: string }>({
    code: 'DLP1018',
    severity: 'error',
    message: (p) => `the file has more than ${p.limit}`,
    hint: () => 'split it: the order of files does not matter',
  }),
  'too-many-mistakes': entry<{ limit: number }>({
    code: 'DLP1020',
    severity: 'error',
    message: (p) => `the file has more than ${p.limit} mistakes; the rest are not shown`,
  }),
  'malformed-time': entry<{ text: string }>({
    code: 'DLP1021',
    severity: 'error',
    message: (p) => `\`${p.text}\` is no time of day`,
    hint: () => 'write hours and minutes, from `00:00` to `23:59`; a window may end at `24:00`',
  }),
  'malformed-date': entry<{ text: string }>({
    code: 'DLP1022',
    severity: 'error',
    message: (p) => `\`${p.text}\` is no day of the calendar`,
    hint: () => 'write year, month and day, such as `2027-03-31`',
  }),
  'repeated-wildcard': entry<{ text: string }>({
    code: 'DLP1023',
    severity: 'error',
    message: (p) => `\`${p.text}\` has one \`*\` behind another`,
    hint: () => 'one `*` already stands for any characters of a name',
  }),
  'unterminated-regex': entry<Record<string, never>>({
    code: 'DLP1024',
    severity: 'error',
    message: () => 'the regular expression has no closing `/` on its line',
    hint: () => 'a slash inside of it is written `\\/`',
  }),
  'unclosed-sql': entry<{ opener: string }>({
    code: 'DLP1025',
    severity: 'error',
    message: (p) => `nothing closes this \`${p.opener}\` of the condition`,
    hint: () =>
      'a condition ends with its line, unless a bracket is open; a comment in it is `--` or `/* */`',
  }),
  'sql-too-long': entry<{ limit: number }>({
    code: 'DLP1026',
    severity: 'error',
    message: (p) => `the condition has more than ${p.limit} characters`,
    hint: () => 'let a view or a function of the database say a part of it',
  }),
  'malformed-instant': entry<{ text: string }>({
    code: 'DLP1027',
    severity: 'error',
    message: (p) => `\`${p.text}\` is no moment of the calendar and the clock`,
    hint: () => 'write it in UTC, such as `2026-11-22T02:00:00Z`',
  }),
  'masked-kind': entry<{ of: 'SQL' | 'HTTP'; expected: string }>({
    code: 'DLP1028',
    severity: 'error',
    message: (p) => `what \`mask\` expects of ${p.of === 'SQL' ? 'a SQL' : 'an HTTP'} case are ${p.expected}`,
  }),
  'confusable-letter': entry<{ word: string; letter: string; codePoint: number; ascii: string }>({
    code: 'DLP1029',
    severity: 'error',
    message: (p) =>
      `the \`${p.letter}\` in \`${shortened(p.word)}\` is ${unicodeName(p.codePoint)}, which only looks like \`${p.ascii}\``,
    hint: (p) =>
      `type the word anew; inside a string, \`\\u{${p.codePoint.toString(16)}}\` says that it is meant`,
  }),
};

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function unicodeName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}
