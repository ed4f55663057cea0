/** The forms of what a session puts on record most: a statement that was asked, and an answer that is complete. */
import type { QueryProtocol } from '../../pgwire/gate.ts';
import type { AnswerEnd, AskedStatement, RecordNumber } from '../../pgwire/recorder.ts';
import { type Form, type FormedEntry, form, hole, type PlainEntry } from '../journal/entry.ts';

/** Values: the number, then what is left out where there is none; of a denial three more, for `sqlstate`, `message` and `detail`. */
export function askedForm({ protocol, denial }: AskedStatement): Form {
  const { forward, deny } = ASKED[protocol];
  return denial === null ? forward : deny;
}

function askedForms(protocol: QueryProtocol) {
  const asked = {
    ...{ kind: 'sql.asked', protocol, n: hole(0), revision: hole(1), constants: hole(2) },
    ...{ text: hole(3), parameters: hole(4), formats: hole(5) },
  };
  const denial = { sqlstate: hole(6), message: hole(7), detail: hole(8) };
  return {
    forward: form({ ...asked, decision: 'forward' }),
    deny: form({ ...asked, decision: 'deny', ...denial }),
  };
}

const ASKED = { simple: askedForms('simple'), extended: askedForms('extended') };

/** What is told of an answer: its end, or of one to come its columns. */
export type ToldAnswer = EndedAnswer | DescribedAnswer;

interface EndedAnswer {
  readonly n: RecordNumber | null;
  readonly end: AnswerEnd;
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number | null;
}

interface DescribedAnswer {
  readonly n: RecordNumber;
  readonly columns: readonly string[];
  /** A letter each. */
  readonly classes: string;
}

type AnswersKind = 'sql.crossed' | 'sql.answered';

/** What an entry tells of answers. Most tell of one that is complete. */
export function answersEntry(
  kind: AnswersKind,
  answers: readonly ToldAnswer[],
): Pick<FormedEntry, 'form' | 'values'> | Pick<PlainEntry, 'kind' | 'data'> {
  const [answer] = answers;
  if (answers.length === 1 && answer !== undefined && 'end' in answer && answer.end.kind === 'complete') {
    const { n, end, rows, bytes, milliseconds } = answer;
    return { form: COMPLETE[kind], values: [n, end.tag, rows, bytes, milliseconds] };
  }
  return {
    kind,
    data: { answers: answers.map((one) => ('end' in one ? { ...one, end: { ...one.end } } : { ...one })) },
  };
}

function completeForm(kind: AnswersKind): Form {
  const end = { kind: 'complete', tag: hole(1) };
  return form({ kind, answers: [{ n: hole(0), end, rows: hole(2), bytes: hole(3), milliseconds: hole(4) }] });
}

const COMPLETE = { 'sql.crossed': completeForm('sql.crossed'), 'sql.answered': completeForm('sql.answered') };
