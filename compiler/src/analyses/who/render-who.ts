/** The answer to `who` as text: one block for each group of columns, one for the commands. */
import { type Painter, painter, printable } from '@dlpc/language';
import { columnEntryText } from '../entry-names.ts';
import { type FileName, noteLines } from '../note-text.ts';
import type { SourceAnswer } from './ask-who.ts';
import type { CommandAnswer, SeenColumn, SightGroup } from './who.ts';

/** More columns of a group are counted, not listed. */
const MOST_COLUMNS = 12;

export interface WhoTextOptions {
  readonly colour: boolean;
  readonly fileName: FileName;
}

/** One row: what, and the lines about who. */
export type Row = readonly [what: string, lines: readonly string[]];

export function renderWho(answers: readonly SourceAnswer[], { colour, fileName }: WhoTextOptions): string {
  const paint = painter(colour);
  const blocks = answers.flatMap(({ source, commands, sights }) => [
    ...sights.map((group) => block(sightTitle(source, group), sightRows(group, paint, fileName), paint)),
    ...(commands.length === 0
      ? []
      : [block(['commands'], joined(commands.map((answer) => commandRow(answer, paint, fileName))), paint)]),
  ]);
  return blocks.join('\n');
}

function sightTitle(source: string, { columns }: SightGroup): readonly string[] {
  const shown = columns.slice(0, MOST_COLUMNS).map((column) => columnTitle(source, column));
  return columns.length > MOST_COLUMNS ? [...shown, `… and ${columns.length - MOST_COLUMNS} more`] : shown;
}

function columnTitle(source: string, { relation, column, from, part, type, labels }: SeenColumn): string {
  const carried = labels.length === 0 ? 'without a label' : labels.join(', ');
  const origin = from === null ? '' : `, computed from ${from}`;
  return printable(`${source}.${columnEntryText(relation, column, part)}  (${type}, ${carried}${origin})`);
}

function sightRows({ columns, sights }: SightGroup, paint: Painter, fileName: FileName): readonly Row[] {
  const rows = sights.map(
    ({ treatment, who }): Row => [sightText(treatment), noteLines(who, paint, fileName)],
  );
  const isLabelled = columns.some(({ labels }) => labels.length > 0);
  if (sights.length === 0) return [['nobody sees it', ['no policy lets anyone read the table']]];
  const isShown = sights.some(({ treatment }) => treatment === null || treatment.sql === null);
  return isLabelled && !isShown ? [['as it is', ['nobody']], ...rows] : rows;
}

function sightText(treatment: SightGroup['sights'][number]['treatment']): string {
  if (treatment === null || treatment.sql === null) return 'as it is';
  return treatment.lookup ? `${treatment.text}; can be looked up by equality` : treatment.text;
}

function commandRow(
  { action, withoutWhere, effect, who }: CommandAnswer,
  paint: Painter,
  fileName: FileName,
): Row {
  const approved = effect === 'approve' ? ', once approved' : '';
  return [`${action}${withoutWhere ? ' without where' : ''}${approved}`, noteLines(who, paint, fileName)];
}

/** Rows that say the same, as one. */
function joined(rows: readonly Row[]): readonly Row[] {
  const byLines = Map.groupBy(rows, ([, lines]) => lines.join('\n'));
  return [...byLines.values()].map((same) => [same.map(([what]) => what).join(', '), same[0]?.[1] ?? []]);
}

/** A title, and rows below it whose first column is as wide as it needs to be. */
export function block(title: readonly string[], rows: readonly Row[], paint: Painter): string {
  const width = Math.max(...rows.map(([what]) => what.length));
  const lines = rows.flatMap(([what, [first = '', ...more]]) => [
    `  ${paint('note', printable(what.padEnd(width)))}  ${first}`,
    ...more.map((line) => `  ${' '.repeat(width)}  ${line}`),
  ]);
  return `${[...title.map((line) => paint('strong', line)), ...lines].join('\n')}\n`;
}
