/** Of all values that a text or an integer can have, one for each class that conditions tell apart. */
import type { TextField } from '../../ir/ir.ts';

/** A value; null where there is none. */
export type Valued<T> = { readonly value: T } | null;

export interface TextClasses {
  readonly values: readonly Valued<string>[];
  /** Which of the values stands for a text of a list. */
  readonly numberOf: ReadonlyMap<string, number>;
}

/**
 * Texts: one that no list holds, and one for all those that the same lists hold; with `optional`, none at all.
 * @param lists each without repetition
 */
export function textClasses(
  field: TextField,
  lists: readonly (readonly string[])[],
  optional: boolean,
): TextClasses {
  const listsOf = new Map<string, number[]>();
  for (const [number, list] of lists.entries())
    for (const text of list) {
      const numbers = listsOf.get(text);
      if (numbers === undefined) listsOf.set(text, [number]);
      else numbers.push(number);
    }
  const values: Valued<string>[] = [{ value: unmentioned(field, listsOf) }];
  const bySignature = new Map<string, number>();
  const numberOf = new Map<string, number>();
  for (const [text, numbers] of listsOf) {
    const signature = numbers.join();
    const number = bySignature.get(signature) ?? values.length;
    if (number === values.length) values.push({ value: text });
    bySignature.set(signature, number);
    numberOf.set(text, number);
  }
  return { values: optional ? [...values, null] : values, numberOf };
}

/** Integers: one for each stretch between the bounds; with `optional`, none at all. */
export function integerClasses(bounds: ReadonlySet<number>, optional: boolean): readonly Valued<number>[] {
  const sorted = [...bounds].sort((a, b) => a - b);
  const greatest = sorted.at(-1);
  const values = greatest === undefined ? [0] : [...sorted, greatest + 1];
  return [...values.map((value) => ({ value })), ...(optional ? [null] : [])];
}

/** A text that no condition mentions. Who has no task, and who hints at nothing, has the empty one. */
function unmentioned(field: TextField, mentioned: ReadonlyMap<string, unknown>): string {
  const name = field === 'caller.sub' ? 'someone' : 'something';
  let text = /^(?:task|hint)\./.test(field) ? '' : name;
  for (let n = 1; mentioned.has(text); n++) text = n === 1 && text === '' ? name : `${name}${Math.max(n, 2)}`;
  return text;
}
