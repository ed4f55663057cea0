/** The values of a caller's fields, read as what they may be. */
import type { ObjectValue } from '@dlpc/language';

/** A bare word, or the same in quotes, as JSON has it. */
export function wordOf(value: ObjectValue): string | null {
  if (value.kind === 'Name') return value.text;
  return value.kind === 'StringLiteral' ? value.value : null;
}

/** A list of texts; null for anything else. */
export function textsOf(value: ObjectValue): readonly string[] | null {
  if (value.kind !== 'ValueList') return null;
  const texts = value.items.flatMap((item) => (item.kind === 'StringLiteral' ? [item.value] : []));
  return texts.length === value.items.length ? texts : null;
}

/** What a value is, for people. */
export function sayValue(value: ObjectValue): string {
  switch (value.kind) {
    case 'StringLiteral':
      return 'a text';
    case 'IntegerLiteral':
      return 'a number';
    case 'BooleanLiteral':
      return 'true or false';
    case 'Name':
      return 'a word';
    case 'ValueList':
      return 'a list';
    case 'ObjectLiteral':
      return 'an object';
  }
}
