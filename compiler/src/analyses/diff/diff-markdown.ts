/**
 * Changes as Markdown, for a comment on a pull request. All text of policies stands in code spans, so that none of it can be a
 * link, a mention, a table or HTML.
 */
import { printable } from '@dlpc/language';
import { callerText } from '../../check/satisfy/caller-text.ts';
import { termText } from '../conditions/describe.ts';
import type { FileName } from '../note-text.ts';
import type { NamedRule } from '../policy-world.ts';
import { DIRECTIONS } from './change.ts';
import { type Change, isWidening } from './compare-policies.ts';
import { HEADINGS, summaryText } from './render-diff.ts';

/** A comment has 65,536 characters at most; changes beyond this many are counted. */
const MOST_LENGTH = 60_000;
const MOST_SUBJECTS = 12;
const MOST_TERMS = 8;
const MOST_RULES = 6;
const MOST_CHARACTERS = 300;

export function diffMarkdown(changes: readonly Change[], oldFile: FileName, newFile: FileName): string {
  const widens = changes.some(isWidening);
  const advice = widens
    ? 'Somebody may see or do more than before.'
    : 'Nobody can see or do more than before.';
  let [length, shown] = [0, 0];
  const sections = DIRECTIONS.flatMap((direction) => {
    const items: string[] = [];
    for (const change of changes.filter((one) => one.direction === direction)) {
      const item = itemText(change, oldFile, newFile);
      length += item.length;
      if (length > MOST_LENGTH) break;
      shown += 1;
      items.push(item);
    }
    const title = HEADINGS[direction];
    if (items.length === 0) return [];
    return [`### ${title.charAt(0).toUpperCase()}${title.slice(1)}\n\n${items.join('\n')}\n`];
  });
  const more = changes.length - shown;
  const rest = more > 0 ? [`… and ${more} more.\n`] : [];
  return [`## Policies: ${summaryText(changes)}\n\n${advice}\n`, ...sections, ...rest].join('\n');
}

function itemText(change: Change, oldFile: FileName, newFile: FileName): string {
  const { verb, source, subjects, who, before, after } = change;
  const named = limited(subjects, MOST_SUBJECTS).map(code).join(', ');
  const lines = [
    `- **${verb}** ${named}${more(subjects, MOST_SUBJECTS)}${source === null ? '' : ` of ${code(source)}`}`,
  ];
  if (who?.undecided === true) lines.push('  - cannot be decided: the conditions are too many to compare');
  else if (who !== null) {
    const terms = who.condition.terms.map(termText);
    const isCut = terms.length > MOST_TERMS || !who.condition.complete;
    lines.push(`  - for ${limited(terms, MOST_TERMS).map(code).join(' or ')}${isCut ? ' and more' : ''}`);
  }
  lines.push(`  - was ${code(before)}${rulesText(change.rulesBefore, oldFile)}`);
  lines.push(`  - now ${code(after)}${rulesText(change.rulesAfter, newFile)}`);
  if (who !== null && who.witness !== null) lines.push(`  - such as ${code(callerText(who.witness))}`);
  return lines.join('\n');
}

function rulesText(rules: readonly NamedRule[], fileName: FileName): string {
  const named = limited(rules, MOST_RULES).map(
    ({ policyName, file, line, text }) =>
      `${code(text)} in ${code(policyName)} (${code(`${fileName(file)}:${line}`)})`,
  );
  return named.length === 0 ? '' : `, by ${named.join('; ')}${more(rules, MOST_RULES)}`;
}

function limited<T>(items: readonly T[], most: number): readonly T[] {
  return items.slice(0, most);
}

function more(items: readonly unknown[], most: number): string {
  return items.length > most ? ` and ${items.length - most} more` : '';
}

/** A code span whose fence is longer than any run of backticks in it. */
function code(text: string): string {
  const characters = [...printable(text)];
  const cut =
    characters.length > MOST_CHARACTERS ? [...characters.slice(0, MOST_CHARACTERS), '…'] : characters;
  const shown = cut.join('');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') || shown.trim() === '' ? ' ' : '';
  return fence + pad + shown + pad + fence;
}
