/** Answers what is asked about the records of a directory. Knows no thread: what is asked comes one after the other. */
import type { KeyObject } from 'node:crypto';
import type { RecordIndex } from '../index/record-index.ts';
import type { RecordsFiles } from '../journal/records-files.ts';
import type { Problem } from '../verify/finding.ts';
import { verifyRecords } from '../verify/verify-records.ts';
import { verifySession } from '../verify/verify-session.ts';
import { decisionsOverTime } from './decisions-over-time.ts';
import { listRecorded, searchRecorded, timelineOf } from './list-recorded.ts';
import type { RecordsQuestion, RecordsQuestions } from './questions.ts';
import type { RecordsVerification } from './recorded.ts';
import { replaySession } from './replay-session.ts';

const PROBLEMS = 20;

export interface ReaderParts {
  readonly files: RecordsFiles;
  readonly index: RecordIndex;
  readonly keys: readonly KeyObject[];
}

export type RecordsAnswer = RecordsQuestions[keyof RecordsQuestions]['answer'];

/** Rejects where the directory cannot be read. */
export async function answerQuestion(question: RecordsQuestion, parts: ReaderParts): Promise<RecordsAnswer> {
  const { files, index, keys } = parts;
  await index.update(files);
  switch (question.kind) {
    case 'sessions':
      return listRecorded(index, question);
    case 'search':
      return searchRecorded(index, question);
    case 'timeline':
      return timelineOf(index, question.session);
    case 'replay':
      return replaySession(files, index, question);
    case 'decisions':
      return decisionsOverTime(index, question.since, question.until);
    case 'verify':
      return question.session === null ? verifyAll(files, keys) : verifyOne(question.session, parts);
  }
}

async function verifyAll(files: RecordsFiles, keys: readonly KeyObject[]): Promise<RecordsVerification> {
  const { problems, segments, entries, tails } = await verifyRecords(files, keys);
  const unsigned = tails.reduce((sum, tail) => sum + tail.unsigned, 0);
  return { ...told(problems), segments, entries, unsigned, keys: [] };
}

async function verifyOne(
  id: string,
  { files, index, keys }: ReaderParts,
): Promise<RecordsVerification | null> {
  const places = index.query('SELECT journal, segment FROM places WHERE session = ?', id);
  if (places.length === 0) return null;
  const { problems, ...counts } = await verifySession(
    files,
    keys,
    places.map(({ journal, segment }) => ({ journal: String(journal), segment: Number(segment) })),
  );
  return { ...told(problems), ...counts };
}

function told(problems: readonly Problem[]): Pick<RecordsVerification, 'state' | 'problems'> {
  const isChanged = problems.some(({ unknownKey }) => unknownKey !== true);
  return {
    state: isChanged ? 'changed' : problems.length > 0 ? 'unproved' : 'sound',
    problems: problems
      .slice(0, PROBLEMS)
      .map(({ file, entry, message }) => `${file}${entry === null ? '' : `, entry ${entry}`} ${message}`),
  };
}
