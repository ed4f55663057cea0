/**
 * A few statements of one session with their answers. The session is read from its beginning, one segment at a time, since what crossed may be cut
 * anywhere; nothing but what is asked for is kept, so that the memory it takes does not grow with the session.
 */
import type { RecordIndex } from '../index/record-index.ts';
import { segmentNames } from '../journal/surroundings.ts';
import { cellText } from '../read/cell-text.ts';
import { textOf } from '../read/json-access.ts';
import { parameterText } from '../read/parameter-text.ts';
import { type ReadFiles, readSegment } from '../read/read-entries.ts';
import type { ToldSession } from '../read/told.ts';
import {
  type Answer,
  type AnswerWindow,
  type AskedOnce,
  type Moment,
  Transcript,
} from '../read/transcript.ts';
import type { ReplayQuestion } from './questions.ts';
import type { ReplayedAnswer, ReplayedStatement, ReplayPage } from './recorded.ts';

/** Rows of one answer, bytes of one cell and of all cells. */
const ROWS = 100;
const CELL_BYTES = 500;
const PAGE_BYTES = 1_000_000;
const TEXT_LENGTH = 20_000;
const PARAMETERS = 100;
const LISTED = 200;

/** Null where there is no such session. */
export async function replaySession(
  files: ReadFiles,
  index: RecordIndex,
  { session: id, from, statements, row }: ReplayQuestion,
): Promise<ReplayPage | null> {
  const places = index.query('SELECT journal, segment FROM places WHERE session = ?', id);
  if (places.length === 0) return null;
  const window: AnswerWindow = { from: row, rows: ROWS, cellBytes: CELL_BYTES, budget: PAGE_BYTES };
  const transcript = new Transcript(window);
  const asked = new Map<number, AskedOnce>();
  const answers = new Map<number, ReplayedAnswer[]>();
  let kept = 0;
  let isPast = false;
  const take = (moment: Moment): void => {
    if (moment.kind === 'asked') {
      const isWanted = moment.n >= from && asked.size < statements;
      if (isWanted) asked.set(moment.n, moment);
      else if (moment.n > from) isPast = true;
    } else if (moment.kind === 'answered' && moment.n !== null && asked.has(moment.n)) {
      const answer = answerOf(moment, row);
      kept += JSON.stringify(answer).length;
      answers.set(moment.n, [...(answers.get(moment.n) ?? []), answer]);
    }
  };
  for (const name of await segmentNames(files)) {
    if (isPast && [...asked.keys()].every((n) => answers.has(n))) break;
    if (!places.some(({ journal, segment }) => journal === name.journal && segment === name.segment))
      continue;
    await readSegment(files, name, 0, (entry) => {
      if (entry.session?.id !== id) return;
      for (const moment of transcript.take(entry)) take(moment);
      window.budget = Math.max(0, PAGE_BYTES - kept - transcript.pending);
    });
  }
  return {
    ...whoOf(transcript.session),
    statements: [...asked.values()].map((one) => statementOf(one, answers.get(one.n) ?? [])),
  };
}

function whoOf(session: ToldSession | null): Pick<ReplayPage, 'caller' | 'task'> {
  const { sub, kind } = session?.caller ?? {};
  const { id, name } = session?.task ?? {};
  const task = [textOf(name), textOf(id)].filter((part) => part !== '').join(' ');
  return { caller: `${textOf(sub)} (${textOf(kind)})`, task };
}

function statementOf(asked: AskedOnce, answers: readonly ReplayedAnswer[]): ReplayedStatement {
  const { told, text, ran, at, parameters, n, protocol, decision, sqlstate, message, detail } = asked;
  const isLong = (one: string | null): boolean => one !== null && one.length > TEXT_LENGTH;
  return {
    ...{ n, protocol, decision, sqlstate, message, detail, answers },
    at: new Date(at).toISOString(),
    text: text?.slice(0, TEXT_LENGTH) ?? null,
    ran: ran?.slice(0, TEXT_LENGTH) ?? null,
    clipped: isLong(text) || isLong(ran),
    parameters: parameters.slice(0, PARAMETERS).map(parameterText),
    rules: (told?.rules ?? []).slice(0, LISTED),
    masks: (told?.masks ?? []).slice(0, LISTED),
    revealed: (told?.revealed ?? []).slice(0, LISTED),
    accesses: (told?.accesses ?? []).slice(0, LISTED),
    revision: told?.revision ?? '',
  };
}

function answerOf(
  { end, rows, bytes, milliseconds, fields, cells, classes, copied, isCut, notices }: Answer,
  row: number,
): ReplayedAnswer {
  let clipped = isCut;
  const shown = (cells ?? []).map((one) =>
    one.map((cell, at) => {
      const isLong = cell !== null && cell.length >= CELL_BYTES;
      clipped ||= isLong;
      const text = cellText(cell, fields?.[at]?.type ?? 0, fields?.[at]?.format ?? 0);
      // A cut may go through a character.
      return isLong ? (text?.replace(/\uFFFD$/, '') ?? null) : text;
    }),
  );
  return {
    ...{ rows, bytes, milliseconds, notices, clipped, firstRow: row, cells: shown },
    end: end.kind,
    told:
      end.kind === 'error' ? `${end.sqlstate} ${end.message}`.trim() : end.kind === 'complete' ? end.tag : '',
    columns: fields?.map(({ name }, at) => ({ name, class: classes[at] ?? null })) ?? null,
    copied: copied?.toString() ?? null,
  };
}
