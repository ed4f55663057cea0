/** A name for what a refactoring declares. */
import { nameText } from '@dlpc/language';

/** Words that mean something in a condition, so that a group of their name could not be named there. */
const WORDS = new Set([
  'caller',
  'task',
  'hint',
  'now',
  'human',
  'service',
  'and',
  'or',
  'not',
  'in',
  'true',
  'false',
]);

/** An identifier like `wanted` that is neither a word of conditions nor in `taken`. */
export function freshName(wanted: string, taken: ReadonlySet<string>): string {
  const letters = wanted
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_')
    .replaceAll(/^[0-9_]+|_+$/g, '');
  const base = letters === '' || WORDS.has(letters) || nameText(letters) !== letters ? 'extracted' : letters;
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}_${number}`;
    if (!taken.has(name)) return name;
  }
}
