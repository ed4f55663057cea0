/** What is on record, over HTTP, to auditors. Each look is told to the log: who reads what others did is on record too. */
import type { AnswerTo, RecordsQuestion } from '../records/reader/questions.ts';
import { RecordsUnavailable } from '../records/reader/records-reader.ts';
import { type Answer, jsonAnswer, problem, problemAnswer } from './http/problem.ts';
import type { Asked, Route } from './http/route.ts';
import { type Roles, rightsOf } from './roles.ts';

export interface RecordsParts {
  readonly roles: Roles;
  /** Rejects with {@link RecordsUnavailable}. */
  readonly ask: <Q extends RecordsQuestion>(question: Q) => Promise<AnswerTo<Q>>;
  /** Hears who looked at what; `session` empty where it was none. */
  readonly onRead: (subject: string, what: RecordsQuestion['kind'], session: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const MAX_WORDS = 20;
const MAX_QUERY_LENGTH = 500;
const STATEMENTS = 20;
const MAX_NUMBER = 1e9;
const HOUR = 3_600_000;
const MAX_HOURS = 24 * 366;

/** A question, or what is wrong with how it is asked. */
type Reading = RecordsQuestion | string;

const QUESTIONS: readonly (readonly [RegExp, (asked: Asked, now: number) => Reading])[] = [
  [/^\/v1\/records\/sessions$/, sessionsQuestion],
  [/^\/v1\/records\/statements$/, searchQuestion],
  [/^\/v1\/records\/decisions$/, decisionsQuestion],
  [/^\/v1\/records\/verification$/, () => ({ kind: 'verify', session: null })],
  [
    /^\/v1\/records\/sessions\/([0-9a-z-]{1,64})$/,
    ({ params: [session = ''] }) => ({ kind: 'timeline', session }),
  ],
  [/^\/v1\/records\/sessions\/([0-9a-z-]{1,64})\/statements$/, replayQuestion],
  [
    /^\/v1\/records\/sessions\/([0-9a-z-]{1,64})\/verification$/,
    ({ params: [session = ''] }) => ({ kind: 'verify', session }),
  ],
];

export function recordsApi(parts: RecordsParts): readonly Route[] {
  return QUESTIONS.map(([path, read]) => ({
    ...{ method: 'GET', path },
    answer: (asked) => answerTo(asked, read(asked, parts.now()), parts),
  }));
}

async function answerTo(
  { who }: Asked,
  question: Reading,
  { roles, ask, onRead }: RecordsParts,
): Promise<Answer> {
  if (!rightsOf(who, roles).mayAudit)
    return problemAnswer(
      problem('forbidden', 'Records are shown to people of the groups in `admin.auditors`.'),
    );
  if (typeof question === 'string') return problemAnswer(problem('bad-request', question));
  onRead(who.caller.sub, question.kind, 'session' in question ? (question.session ?? '') : '');
  try {
    const answer = await ask(question);
    return answer === null
      ? problemAnswer(problem('not-found', 'There is no such session on record.'))
      : jsonAnswer(answer);
  } catch (error) {
    if (!(error instanceof RecordsUnavailable)) throw error;
    return problemAnswer(problem('unavailable', `The records cannot be read: ${error.message}.`));
  }
}

function sessionsQuestion({ query }: Asked): Reading {
  const since = query.get('since');
  if (since !== null && Number.isNaN(Date.parse(since))) return '`since` is a time in ISO 8601.';
  return {
    kind: 'sessions',
    user: query.get('user'),
    since: since === null ? null : Date.parse(since),
    denied: query.get('denied') === 'true',
    after: query.get('after'),
  };
}

function searchQuestion({ query }: Asked): Reading {
  const text = query.get('q') ?? '';
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0 || words.length > MAX_WORDS || text.length > MAX_QUERY_LENGTH)
    return `\`q\` holds words to look for, at most ${MAX_WORDS}.`;
  return { kind: 'search', words, denied: query.get('denied') === 'true' };
}

function decisionsQuestion({ query }: Asked, now: number): Reading {
  const hours = wholeNumber(query.get('hours') ?? '24');
  if (hours === null || hours < 1 || hours > MAX_HOURS)
    return `\`hours\` is a number from 1 to ${MAX_HOURS}.`;
  return { kind: 'decisions', since: now - hours * HOUR, until: now };
}

function replayQuestion({ params: [session = ''], query }: Asked): Reading {
  const from = wholeNumber(query.get('from') ?? '1');
  const row = wholeNumber(query.get('row') ?? '0');
  if (from === null || row === null) return '`from` and `row` are numbers.';
  const statements = query.get('only') === 'one' ? 1 : STATEMENTS;
  return { kind: 'replay', session, from, row, statements };
}

function wholeNumber(text: string): number | null {
  return /^\d{1,10}$/.test(text) && Number(text) <= MAX_NUMBER ? Number(text) : null;
}
