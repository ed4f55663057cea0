/** Moments of a session for people: statements with what was decided, answers as tables with what is masked marked. */

import { printable, printableLines } from '../../log/printable.ts';
import { cellText } from '../../records/read/cell-text.ts';
import { parameterText } from '../../records/read/parameter-text.ts';
import type { Answer, AskedOnce, Moment, SentBody } from '../../records/read/transcript.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

/** Behind the name of a column. */
const MARKS: Readonly<Record<string, string>> = { m: '*', c: '~', r: '#' };

/** What it is written on: colours, and characters of a line, which tables keep to. */
export interface Sheet {
  readonly paint: Paint;
  readonly width: number;
}

/** `whole`: with the answers. */
export function momentText(moment: Moment, user: string, whole: boolean, { paint, width }: Sheet): string {
  switch (moment.kind) {
    case 'begin':
      return `${time(moment.at, paint)} ${paint.bold(printable(user))} begins\n`;
    case 'end':
      return `${time(moment.at, paint)} the session ends (${printable(moment.cause)})\n`;
    case 'asked':
      return askedText(moment, paint);
    case 'answered':
      return answerText(moment, whole, { paint, width });
    case 'sent':
      return sentText(moment, whole, paint);
    case 'other':
      return `${time(moment.at, paint)} ${printable(moment.what)}\n`;
  }
}

function askedText(asked: AskedOnce, paint: Paint): string {
  const { n, at, text, parameters, decision, told, message, sqlstate, detail } = asked;
  const shown = text === null ? paint.dim('(a text that is not on record)') : printableLines(text);
  const lines = [`${time(at, paint)} ${paint.dim(`${n}=>`)} ${shown}`];
  if (parameters.length > 0)
    lines.push(
      `    ${paint.dim('parameters')} ${parameters.map((one) => printable(parameterText(one))).join(', ')}`,
    );
  if (decision === 'deny') {
    lines.push(`    ${paint.bad('denied')} ${sqlstate}: ${printable(message)}`);
    if (detail !== '') lines.push(`    ${paint.dim('rule')} ${printable(detail)}`);
  } else {
    const masks = told?.masks ?? [];
    const masked = masks.map(({ column, treatment }) => `${column}: ${treatment}`).join(', ');
    lines.push(
      `    ${paint.good('allowed')}${masked === '' ? '' : `, masked ${paint.masked(printable(masked))}`}`,
    );
  }
  for (const rule of told?.rules ?? []) lines.push(`    ${paint.dim('rule')} ${printable(rule)}`);
  return `${lines.join('\n')}\n`;
}

function sentText({ n, at, bytes, body, cut, isStored }: SentBody, whole: boolean, paint: Paint): string {
  const why = cut === null ? '' : `, and ${printable(cut)}`;
  const left = isStored ? '' : ', of which not all is on record';
  const line = `${time(at, paint)} ${paint.dim(`${n}=>`)} a body of ${bytes} bytes${left}${why}\n`;
  return whole && body !== null ? `${line}${printableLines(body.toString()).trimEnd()}\n` : line;
}

function answerText(
  { end, rows, bytes, fields, cells, classes, copied, notices }: Answer,
  whole: boolean,
  { paint, width }: Sheet,
): string {
  const lines = notices.map((notice) => `NOTICE:  ${printable(notice)}`);
  if (end.kind === 'error') {
    lines.push(
      paint.bad(`ERROR:  ${end.sqlstate}${end.message === '' ? '' : `: ${printable(end.message)}`}`),
    );
    if (end.detail !== '') lines.push(`DETAIL:  ${printable(end.detail)}`);
    if (end.hint !== '') lines.push(`HINT:  ${printable(end.hint)}`);
    return `${lines.join('\n')}\n`;
  }
  const tag = end.kind === 'complete' ? printable(end.tag) : end.kind;
  if (whole && fields !== null && cells !== null) {
    const columns = fields.map(({ name }, at) => {
      const mark = MARKS[classes[at] ?? ''] ?? '';
      return {
        head: `${printable(name)}${mark}`,
        shrinks: true,
        ...(mark !== '' && { paint: paint.masked }),
      };
    });
    const texts = cells.map((row) =>
      row.map((cell, at) => printable(cellText(cell, fields[at]?.type ?? 0, fields[at]?.format ?? 0) ?? '')),
    );
    lines.push(
      table(columns, texts, width).trimEnd(),
      `(${cells.length} ${cells.length === 1 ? 'row' : 'rows'})`,
    );
  } else if (whole && copied !== null) lines.push(printableLines(copied.toString()).trimEnd(), tag);
  else lines.push(`    ${tag}${bytes > 0 ? paint.dim(`, ${rows} rows, ${bytes} bytes`) : ''}`);
  return `${lines.join('\n')}\n`;
}

function time(at: number, paint: Paint): string {
  return paint.dim(new Date(at).toISOString().slice(11, 23));
}
