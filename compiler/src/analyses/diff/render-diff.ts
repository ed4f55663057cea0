/** Changes as text for people: what widens first, each with who it is about, what held, what holds, and by which rules. */
import { type Painter, painter, printable } from '@dlpc/language';
import { callerText } from '../../check/satisfy/caller-text.ts';
import { conditionLines, type FileName, ruleText } from '../note-text.ts';
import type { NamedRule } from '../policy-world.ts';
import { DIRECTIONS, type Direction } from './change.ts';
import type { Change } from './compare-policies.ts';

/** More subjects of one change are counted, not listed. */
const MOST_SUBJECTS = 12;

export const HEADINGS: Readonly<Record<Direction, string>> = {
  widened: 'widened',
  unordered: 'changed, and counted as widened since neither is known to tell less',
  narrowed: 'narrowed',
  even: 'changed, and tells as little as before',
};

export interface DiffTextOptions {
  readonly colour: boolean;
  readonly oldFile: FileName;
  readonly newFile: FileName;
}

export function renderDiff(changes: readonly Change[], options: DiffTextOptions): string {
  const paint = painter(options.colour);
  const sections = DIRECTIONS.flatMap((direction) => {
    const same = changes.filter((change) => change.direction === direction);
    if (same.length === 0) return [];
    const style = direction === 'widened' || direction === 'unordered' ? 'warning' : 'note';
    const blocks = same.map((change) => changeLines(change, paint, options).join('\n'));
    return [`${paint(style, HEADINGS[direction])}\n${blocks.join('\n')}\n`];
  });
  return [...sections, `${summaryText(changes)}\n`].join('\n');
}

/** `2 widened, 1 narrowed`; `nobody can see or do anything else than before`. */
export function summaryText(changes: readonly Change[]): string {
  const words: Readonly<Record<Direction, string>> = {
    widened: 'widened',
    unordered: 'changed, counted as widened',
    narrowed: 'narrowed',
    even: 'changed, telling as little as before',
  };
  const counts = DIRECTIONS.flatMap((direction) => {
    const number = changes.filter((change) => change.direction === direction).length;
    return number === 0 ? [] : [`${number} ${words[direction]}`];
  });
  return counts.length === 0 ? 'nobody can see or do anything else than before' : counts.join(', ');
}

/** `select on customers, orders` of one command, and so on; names of the source before what is in it. */
function subjectsText({ subjects }: Pick<Change, 'subjects'>): string {
  const shown = subjects.slice(0, MOST_SUBJECTS);
  const more = subjects.length - shown.length;
  return shown.join(', ') + (more > 0 ? `, and ${more} more` : '');
}

function changeLines(
  change: Change,
  paint: Painter,
  { oldFile, newFile }: DiffTextOptions,
): readonly string[] {
  const { verb, source, who } = change;
  const title = `${verb} ${subjectsText(change)}`;
  const lines = [`  ${paint('strong', printable(title))}${source === null ? '' : printable(` (${source})`)}`];
  if (who?.undecided === true) lines.push('    cannot be decided: the conditions are too many to compare');
  else if (who !== null)
    for (const [index, line] of conditionLines(who.condition).entries())
      lines.push(`    ${index === 0 ? 'for  ' : '     '}${line}`);
  lines.push(...sideLines('was', change.before, change.rulesBefore, oldFile, paint));
  lines.push(...sideLines('now', change.after, change.rulesAfter, newFile, paint));
  if (who !== null && who.witness !== null)
    lines.push(`    ${paint('frame', 'such as ')}${printable(callerText(who.witness))}`);
  return lines;
}

function sideLines(
  when: string,
  what: string,
  rules: readonly NamedRule[],
  fileName: FileName,
  paint: Painter,
): readonly string[] {
  return [
    `    ${when}  ${printable(what)}`,
    ...rules.map((rule) => `         ${paint('frame', 'by ')}${ruleText(rule, fileName)}`),
  ];
}
