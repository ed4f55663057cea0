/** Runs tests: asks the judge what each case asks, and compares what it says with what was expected. */

import { relationKey } from '@dlpc/runtime/abi';
import type { Answer } from '../ask/answer/answer.ts';
import { askJudge } from '../ask/answer/ask-judge.ts';
import { askRequest } from '../ask/http/ask-request.ts';
import { isJudgedApi, type Judged } from '../ask/http/judged-api.ts';
import type { BoundCase, BoundTest, Expected, ExpectedPass } from '../test-blocks/bound-test.ts';
import { budgetText } from '../test-blocks/budget-text.ts';

export interface TestResult {
  readonly test: BoundTest;
  readonly passed: boolean;
  readonly cases: readonly CaseResult[];
}

export interface CaseResult {
  readonly testCase: BoundCase;
  readonly answer: Answer;
  /** Milliseconds since 1970: when it was asked for. */
  readonly now: number;
  /** What happened instead, as half a sentence; null where it is what was expected. */
  readonly instead: string | null;
}

/** `now` is the moment of tests that name none. */
export function runTest(test: BoundTest, sources: ReadonlyMap<string, Judged>, now: number): TestResult {
  const cases = test.cases.flatMap((testCase) => runCase(test, testCase, sources, now) ?? []);
  return { test, passed: cases.every(({ instead }) => instead === null), cases };
}

/** Null where the source is not there, which has been reported. */
export function runCase(
  { asker, at }: BoundTest,
  testCase: BoundCase,
  sources: ReadonlyMap<string, Judged>,
  now: number,
): CaseResult | null {
  const source = sources.get(testCase.source.name);
  if (source === undefined) return null;
  const question = { asker, now: at ?? now, sql: testCase.sql };
  const answer = isJudgedApi(source) ? askRequest(source, question) : askJudge(source, question);
  return {
    testCase,
    answer,
    now: question.now,
    instead: differenceOf(testCase.expected, answer, testCase.sql),
  };
}

/** What happened in place of what was expected; null where it is the same. */
export function differenceOf(expected: Expected, answer: Answer, sql: string): string | null {
  const said = sayAnswer(answer);
  if (expected.kind === 'deny') return answer.decision === 'deny' ? null : said;
  if (expected.kind === 'approve') {
    const groups = new Set(answer.approvals.flatMap(({ by }) => by));
    const isApproved = answer.decision === 'approve' && isSame(groups, expected.groups);
    const people = Math.max(0, ...answer.approvals.map((approval) => approval.people));
    if (isApproved && expected.people !== null && expected.people !== people)
      return `it needs ${people === 1 ? 'one person' : `${people} people`} to approve it`;
    return isApproved ? passingInstead(expected, answer) : said;
  }
  if (answer.decision !== 'allow') return said;
  if (answer.columns === null && answer.text !== sql)
    return 'it is allowed, and which columns are masked cannot be told';
  const masked = maskedNames(answer);
  const wanted = expected.kind === 'mask' ? expected.columns : new Map<string, string | null>();
  if (!isSame(masked, new Set(wanted.keys()))) return said;
  return masksInstead(wanted, answer) ?? passingInstead(expected, answer);
}

/** Which other masks stand where one is expected; null where there are none. */
function masksInstead(wanted: ReadonlyMap<string, string | null>, { columns }: Answer): string | null {
  const others = (columns ?? []).flatMap(({ name, sources }) => {
    const mask = wanted.get(name) ?? null;
    const found = [...new Set(sources.flatMap(({ masks }) => masks))];
    return mask === null || found.every((text) => text === mask) ? [] : [`\`${name}\` with ${listOf(found)}`];
  });
  return others.length === 0 ? null : `it is allowed, and masks ${others.join(', ')}`;
}

function passingInstead(expected: ExpectedPass, answer: Answer): string | null {
  return rowsInstead(expected, answer) ?? budgetsInstead(expected, answer);
}

/** Which budgets bear on it, where others are expected; null where these do. */
function budgetsInstead({ limited }: ExpectedPass, { limits }: Answer): string | null {
  const texts = new Set(limits.filter(({ beyond }) => beyond === 'stop').map(budgetText));
  if (limited === null || isSame(texts, limited)) return null;
  return texts.size === 0 ? 'no limit bears on it' : `it is limited to ${listOf([...texts])}`;
}

/** Of which relations rows are kept back, where others are expected; null where it is of these. */
function rowsInstead({ filtered }: ExpectedPass, { accesses }: Answer): string | null {
  const kept = accesses.filter(({ filters }) => filters.length > 0);
  const keys = new Set(kept.map(({ schema, relation }) => relationKey(schema, relation)));
  if (filtered === null || isSame(keys, filtered)) return null;
  return kept.length === 0
    ? 'it sees all rows'
    : `it sees some rows only of ${listOf(kept.map(({ relation }) => relation))}`;
}

/** What the proxy does, as half a sentence. */
export function sayAnswer(answer: Answer): string {
  const { decision, denial, denialOnceApproved, approvals } = answer;
  if (denialOnceApproved !== null) return `it is denied, also once approved: ${denialOnceApproved.message}`;
  if (decision === 'deny') return `it is denied: ${denial?.message ?? 'nobody allows it'}`;
  if (decision === 'approve') return `it needs approval by ${listOf(approvals.flatMap(({ by }) => by))}`;
  const masked = [...maskedNames(answer)];
  return masked.length === 0
    ? 'it is allowed, with nothing masked'
    : `it is allowed, with ${listOf(masked)} masked`;
}

function maskedNames({ columns }: Answer): ReadonlySet<string> {
  return new Set((columns ?? []).filter(({ masked }) => masked).map(({ name }) => name));
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}

function listOf(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `\`${name}\``).join(', ');
}
