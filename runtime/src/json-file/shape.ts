/**
 * The vocabulary in which the shapes of JSON files are written: valibot schemas whose message is the phrase for what
 * is expected, so that a mistake, the JSON Schema and the reference documentation all say the same.
 */
import * as v from 'valibot';

/** A JSON object with exactly these keys, or fewer where they are optional. */
export function shape<const Entries extends v.ObjectEntries>(entries: Entries, expected = 'an object') {
  // valibot takes an array for an object.
  return v.pipe(v.custom<Record<string, unknown>>(isJsonObject, expected), v.strictObject(entries, expected));
}

/** A JSON object from names of one form to values of one shape. At least one. */
export function named<Value extends v.GenericSchema>(name: RegExp, nameExpected: string, value: Value) {
  return v.pipe(
    v.custom<Record<string, unknown>>(isJsonObject, 'an object'),
    v.record(v.pipe(v.string(), v.regex(name, nameExpected)), value, 'an object'),
    v.minEntries(1, 'an object with at least one entry'),
  );
}

/** Text of bounded length without control characters: every text of these files is one line. */
export function line(expected: string, maxLength = 255) {
  return v.pipe(
    v.string(expected),
    v.minLength(1, expected),
    v.maxLength(maxLength, `${expected}, at most ${maxLength} characters long`),
    v.regex(/^\P{Cc}*$/u, `${expected}, without control characters`),
  );
}

/** A path, relative to the directory of the file that it stands in. */
export function path(expected: string) {
  return line(expected, 4096);
}

/** A whole number within bounds; both ends are allowed. */
export function whole(min: number, max: number, what: string) {
  const expected = `${what} from ${min} to ${max}`;
  return v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(min, expected),
    v.maxValue(max, expected),
  );
}

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return v.picklist(words, orList(words.map((word) => `"${word}"`)));
}

/** An array of few values of one shape. */
export function list<Item extends v.GenericSchema>(item: Item, maxLength = 16) {
  return v.pipe(v.array(item, 'an array'), v.maxLength(maxLength, `at most ${maxLength} values`));
}

/** `true` or `false`. */
export function flag() {
  return v.boolean('true or false');
}

/** Where a secret is kept; the secret itself never stands in the file. */
export function secretReference() {
  const expected = 'an object with one of `env`, `file` and `command`';
  return v.pipe(
    shape(
      {
        env: v.optional(
          v.pipe(
            v.string('the name of an environment variable'),
            v.regex(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/, 'the name of an environment variable'),
            v.description('Environment variable that holds it.'),
          ),
        ),
        file: v.optional(
          v.pipe(path('the path of a file'), v.description('File that holds it, and nothing else.')),
        ),
        command: v.optional(
          v.pipe(
            list(line('a word of a command', 4096)),
            v.minLength(1, 'a program'),
            v.check(
              ([program = '']) => program.startsWith('/'),
              'the absolute path of a program, and its arguments',
            ),
            v.description(
              'Program that prints it, and nothing else, with its arguments: by its absolute path, run without a shell, for ten seconds at most.',
            ),
          ),
        ),
      },
      expected,
    ),
    v.minEntries(1, expected),
    v.maxEntries(1, expected),
  );
}

/** `a, b or c`. */
function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function isJsonObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
