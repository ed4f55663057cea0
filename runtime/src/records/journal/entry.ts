/** What is put into a journal. Knows nothing of how it is written. */
import type { Json, JsonObject } from './format.ts';

/** Something that entries speak of; described once in each segment. */
export interface Definition {
  /** What it is: `session`, `statement`. */
  readonly what: string;
  readonly describe: () => JsonObject;
}

/** What entries of one form have in common is described once in each segment; then each is no more than its values. */
export interface Form extends Definition {
  readonly what: 'form';
}

/** Where the values of an entry stand in its form, by number. */
export function hole(number: number): JsonObject {
  return { $: number };
}

/** `pattern`: an entry's head, with {@link hole}s; a member whose value is undefined is not there. */
export function form(pattern: JsonObject & { readonly kind: string }): Form {
  return { what: 'form', describe: () => ({ pattern }) };
}

export type JournalEntry = PlainEntry | FormedEntry;

interface AnyEntry {
  /** Described before the entry, and named in it by number, under {@link Definition.what}. */
  readonly about?: readonly Definition[];
  /** Copied before the entry is taken. */
  readonly body?: readonly Buffer[];
}

export interface PlainEntry extends AnyEntry {
  readonly kind: string;
  readonly data: JsonObject;
  readonly form?: undefined;
}

export interface FormedEntry extends AnyEntry {
  readonly form: Form;
  readonly values: readonly (Json | undefined)[];
}
