/**
 * A few statements of one session with their answers. Read are the segments that hold them, from the place where the first one's answers can be understood, one at
 * a time; nothing but what is asked for is kept, so that neither time nor memory grow with the session.
 */
import type { RecordIndex } from '../index/record-index.ts';
import { sessionEntries } from '../index/session-entries.ts';
import { stretchOf } from '../index/session-place.ts';
import { cellText } from '../read/cell-text.ts';
import { textOf } from '../read/json-access.ts';
import { parameterText } from '../read/parameter-text.ts';
import type { ReadFiles } from '../read/read-entries.ts';
import type { ToldSession } from '../read/told.ts';
import {
  type Answer,
  type AnswerWindow,
  type AskedOnce,
  type Moment,
  type SentBody,
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
  const stretch = stretchOf(index, id, from, statements);
  if (stretch === null) return emptyPage(files, index, id);
  const asked = new Map<number, AskedOnce>();
  const answers = new Map<number, ReplayedAnswer[]>();
  const sent = new Map<number, NonNullable<ReplayedStatement['sent']>>();
  const window: AnswerWindow = {
    ...{ from: row, rows: ROWS, cellBytes: CELL_BYTES, budget: PAGE_BYTES },
    wants: (n) => asked.has(n),
  };
  const transcript = new Transcript(window);
  let kept = 0;
  const take = (moment: Moment): void => {
    if (moment.kind === 'asked') {
      if (moment.n >= from && asked.size < statements) asked.set(moment.n, moment);
    } else if (moment.kind === 'sent') {
      if (!asked.has(moment.n)) return;
      const body = sentOf(moment);
      kept += body.text?.length ?? 0;
      sent.set(moment.n, body);
    } else if (moment.kind === 'answered' && moment.n !== null && asked.has(moment.n)) {
      const answer = answerOf(moment, row);
      kept += JSON.stringify(answer).length;
      answers.set(moment.n, [...(answers.get(moment.n) ?? []), answer]);
    }
  };
  for await (const entries of sessionEntries(files, index, id, stretch.from, stretch.lastSegment))
    for (const entry of entries) {
      for (const moment of transcript.take(entry)) take(moment);
      window.budget = Math.max(0, PAGE_BYTES - kept - transcript.pending);
    }
  return {
    ...whoOf(transcript.session),
    statements: [...asked.values()].map((one) =>
      statementOf(one, answers.get(one.n) ?? [], sent.get(one.n) ?? null),
    ),
  };
}

/** Of a session in which nothing was asked yet. */
async function emptyPage(files: ReadFiles, index: RecordIndex, id: string): Promise<ReplayPage | null> {
  for await (const [entry] of sessionEntries(files, index, id, null))
    if (entry !== undefined) return { ...whoOf(entry.session), statements: [] };
  return null;
}

function whoOf(session: ToldSession | null): Pick<ReplayPage, 'caller' | 'task'> {
  const { sub, kind } = session?.caller ?? {};
  const { id, name } = session?.task ?? {};
  const task = [textOf(name), textOf(id)].filter((part) => part !== '').join(' ');
  return { caller: `${textOf(sub)} (${textOf(kind)})`, task };
}

function sentOf({ bytes, body, isCut, isStored, cut }: SentBody): NonNullable<ReplayedStatement['sent']> {
  const text = body?.toString() ?? null;
  const clipped = isCut || (text?.length ?? 0) > TEXT_LENGTH;
  return { bytes, text: text?.slice(0, TEXT_LENGTH) ?? null, clipped, isStored, cut };
}

function statementOf(
  asked: AskedOnce,
  answers: readonly ReplayedAnswer[],
  sent: ReplayedStatement['sent'],
): ReplayedStatement {
  const { told, text, ran, at, parameters, n, protocol, decision, sqlstate, message, detail } = asked;
  const isLong = (one: string | null): boolean => one !== null && one.length > TEXT_LENGTH;
  return {
    ...{ n, protocol, decision, sqlstate, message, detail, sent, answers },
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
