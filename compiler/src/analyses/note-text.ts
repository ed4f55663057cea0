/** Notes as lines for people: who is meant, by which rules, and someone who is meant. */
import { type Painter, printable } from '@dlpc/language';
import { callerText } from '../check/satisfy/caller-text.ts';
import type { Note } from './access-note.ts';
import { type Description, termText } from './conditions/describe.ts';
import type { NamedRule } from './policy-world.ts';

/** Where a policy file lies, by the path by which rules name it. */
export type FileName = (path: string) => string;

/** Longer conditions are cut off; JSON has all of them. */
const MOST_CHARACTERS = 400;

/** One line for each way to be meant. */
export function conditionLines({ terms, complete }: Description): readonly string[] {
  const lines = terms.map((term, index) => {
    const text = term.literals.length === 0 && terms.length === 1 ? everyone(termText(term)) : termText(term);
    return `${index === 0 ? '' : 'or '}${shortened(printable(text))}`;
  });
  return complete ? lines : [...lines, '… and more, in too many ways to list'];
}

/** All that is known, as lines. */
export function noteLines(note: Note, paint: Painter, fileName: FileName): readonly string[] {
  if (note.undecided) return ['cannot be decided: the conditions are too many to compare'];
  if (note.witness === null) return ['nobody'];
  return [
    ...conditionLines(note.condition),
    ...note.rules.map((rule) => paint('frame', 'by ') + ruleText(rule, fileName)),
    `${paint('frame', 'such as ')}${shortened(printable(callerText(note.witness)))}`,
  ];
}

/** `support_desk at policies/desk.dlp:7: allow select on customers` */
export function ruleText({ policyName, file, line, text }: NamedRule, fileName: FileName): string {
  return printable(`${policyName} at ${fileName(file)}:${line}: ${text}`);
}

function everyone(text: string): string {
  return text.replace(/^true/, 'everyone');
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS).join('')}…` : text;
}
