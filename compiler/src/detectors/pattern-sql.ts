/**
 * A pattern as an advanced regular expression of PostgreSQL 13 to 18 (manual, 9.7.3), which means what the automaton means when it is
 * matched with the collation "C" and without options: the longest of the leftmost, `^` and `$` at the edges of the text alone, `\y` about
 * ASCII. Sets of characters are written out, so that no locale has a say in them. Knows no functions of SQL.
 */
import { ASCII, type CharacterSet, complement, intersect, isEmpty, subtract } from './character-set.ts';
import type { Assertion, Pattern } from './pattern.ts';

export interface PatternSql {
  readonly sql: string;
  /** Elsewhere than in UTF8, characters beyond ASCII have numbers of their own, or are bytes. */
  readonly isEncodingFree: boolean;
}

const ASSERTIONS: Readonly<Record<Assertion, string>> = {
  'word-boundary': '\\y',
  'no-word-boundary': '\\Y',
  'text-start': '^',
  'text-end': '$',
};

const BEYOND_ASCII = complement(ASCII);

/** Writes a pattern. */
export function patternSql(pattern: Pattern): PatternSql {
  // In a group, whatever it starts with is no director (`***:`) and no option.
  return { sql: `(?:${write(pattern)})`, isEncodingFree: isEncodingFree(pattern) };
}

function write(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'characters':
      return writeSet(pattern.set);
    case 'assertion':
      // In a group, a quantifier may follow.
      return `(?:${ASSERTIONS[pattern.assertion]})`;
    case 'sequence':
      return pattern.parts.length === 0 ? '(?:)' : pattern.parts.map(write).join('');
    case 'choice':
      return `(?:${pattern.options.map(write).join('|')})`;
    case 'repeat':
      return `(?:${write(pattern.body)})${quantifier(pattern.least, pattern.most)}`;
  }
}

function quantifier(least: number, most: number | null): string {
  if (most === null) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
}

/** What all characters beyond ASCII belong to is written by what it leaves out: it then means the same in every encoding. */
function writeSet(set: CharacterSet): string {
  const [only] = set;
  if (set.length === 1 && only !== undefined && only[0] === only[1]) return spelled(only[0]);
  const left = complement(set);
  const isNegated = isEmpty(intersect(left, BEYOND_ASCII));
  const listed = isNegated ? subtract(left, [[0, 0]]) : set;
  if (isNegated && isEmpty(listed)) return '.';
  const ranges = listed.map(([first, last]) =>
    first === last ? spelled(first) : `${spelled(first)}${last === first + 1 ? '' : '-'}${spelled(last)}`,
  );
  return `[${isNegated ? '^' : ''}${ranges.join('')}]`;
}

/** Letters, digits and what is never special stand for themselves, inside of brackets and outside. */
function spelled(point: number): string {
  const character = String.fromCodePoint(point);
  if (/[A-Za-z0-9_ @,;%&"'<>~]/.test(character)) return character;
  const digits = point.toString(16);
  return point > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
}

function isEncodingFree(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'characters': {
      const beyond = intersect(pattern.set, BEYOND_ASCII);
      return isEmpty(beyond) || isEmpty(subtract(BEYOND_ASCII, beyond));
    }
    case 'assertion':
      return true;
    case 'sequence':
      return pattern.parts.every(isEncodingFree);
    case 'choice':
      return pattern.options.every(isEncodingFree);
    case 'repeat':
      return isEncodingFree(pattern.body);
  }
}
