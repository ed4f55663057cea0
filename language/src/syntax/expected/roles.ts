/** From the rules of the grammar to the roles of names and texts: the one file that knows the names of the rules here. */
import type { TokenType } from 'chevrotain';
import { keywords } from '../keywords.ts';
import { SqlToken } from '../sql-token.ts';
import * as t from '../tokens.ts';
import type { Expected, LiteralRole, NameRole, TextRole } from './expected.ts';
import type { NextToken } from './tokens-after.ts';

const words: ReadonlySet<string> = new Set(keywords.map(({ word }) => word));

/** By rule: what a name in it names. */
const nameRoles: Readonly<Record<string, NameRole>> = {
  identity: 'new',
  claim: 'new',
  claimType: 'claim-type',
  database: 'new',
  api: 'new',
  labelTree: 'new',
  labelPath: 'label',
  columnPattern: 'column-path',
  pathStep: 'column-path',
  valuesTarget: 'detector',
  detector: 'new',
  maskCall: 'mask',
  maskArgument: 'mask-argument',
  group: 'new',
  policy: 'new',
  primary: 'condition',
  member: 'member',
  sourceBlock: 'source',
  record: 'record-level',
  action: 'action',
  operations: 'operation',
  relation: 'relation',
  target: 'target',
  jsonStep: 'json-field',
  budget: 'budget-unit',
  sqlCase: 'database',
  httpCase: 'api',
  masked: 'masked',
  entry: 'caller-field',
  value: 'caller-value',
};

/** By rule: what a text in it says, where it is no name. */
const textRoles: Readonly<Record<string, TextRole>> = {
  import: 'import-path',
  database: 'database-path',
  api: 'api-path',
  identityMember: 'issuer',
  primary: 'condition-text',
  timeWindow: 'time-zone',
  access: 'endpoint',
  deny: 'endpoint',
  approve: 'approver',
  expectation: 'approver',
  maskArgument: 'mask-text',
  test: 'title',
  sqlCase: 'sql-statement',
  httpCase: 'request-path',
  value: 'caller-text',
};

const literalRoles: ReadonlyMap<TokenType, LiteralRole> = new Map([
  [t.Integer, 'integer'],
  [t.DurationToken, 'duration'],
  [t.DateToken, 'date'],
  [t.InstantToken, 'instant'],
  [t.TimeToken, 'time'],
  [t.RegexToken, 'regex'],
]);

/** Rules whose first word is not their name. */
const firstWords: Readonly<Record<string, string>> = {
  defaultMask: 'mask',
  sourceBlock: 'on',
  sqlCase: 'sql',
  httpCase: 'http',
};

/** Whether the token begins a declaration, member, statement or case. */
export function beginsSomething({ type, rules }: NextToken): boolean {
  const rule = rules.at(-1) ?? '';
  const label = type.LABEL ?? type.name;
  return t.starters.has(label) && label === (firstWords[rule] ?? rule);
}

/** What a token is for people; null for a mark that nobody needs proposed. */
export function expectedOf({ type, rules, occurrences }: NextToken): Expected | null {
  if (type === SqlToken) return { kind: 'text', role: 'row-condition' };
  const literal = literalRoles.get(type);
  if (literal !== undefined) return { kind: 'literal', role: literal };
  if (type === t.Arrow) return { kind: 'mark', mark: '=>' };
  if (type === t.ComparisonOperator) return { kind: 'word', word: 'in' };
  // `on` as a name is one of the names.
  if (type === t.OnWord) return null;
  const isName = type === t.Word;
  if (!isName && type !== t.StringToken) {
    const label = type.LABEL ?? type.name;
    return words.has(label) ? { kind: 'word', word: label } : null;
  }
  const inName = rules.findLastIndex((rule) => !wrappers.has(rule));
  const rule = rules[inName] ?? '';
  if (isName || isNameRule(rules)) {
    // The first name of these rules is another than the second.
    const nth = isNameRule(rules) ? occurrences[inName + 1] : occurrences.at(-1);
    if (rule === 'detector' && nth === 2) return { kind: 'name', role: 'validator' };
    if (rule === 'budget' && nth === 2) return { kind: 'name', role: 'budget-period' };
    if (rule === 'httpCase' && !isNameRule(rules)) return { kind: 'name', role: 'method' };
    const role = nameRoles[rule];
    return role === undefined ? null : { kind: 'name', role };
  }
  if (rule === 'operations') return { kind: 'name', role: 'operation' };
  if (rule === 'identityMember' && occurrences.at(-1) === 2) return { kind: 'text', role: 'audience' };
  const role = textRoles[rule];
  return role === undefined ? null : { kind: 'text', role };
}

/** Rules that say nothing of what they are for. */
const wrappers: ReadonlySet<string> = new Set(['name', 'nameOrPattern', 'strings']);

function isNameRule(rules: readonly string[]): boolean {
  return rules.at(-1) === 'name';
}
