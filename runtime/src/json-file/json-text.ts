/**
 * Reads JSON (RFC 8259) strictly, and remembers where each value stands, so that a mistake found later has a line and
 * a column. Refuses what JSON.parse lets pass and a reader of a security setting would miss: a key that stands twice.
 * Knows nothing of any particular file.
 */
import type { Path, Place } from './problem.ts';

export type JsonReading =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** Where the value at a path stands, or the nearest thing around it that is there. */
      readonly locate: (path: Path) => Place;
    }
  | { readonly ok: false; readonly place: Place; readonly message: string; readonly hint: string | null };

const MAX_DEPTH = 32;

/** Never usable as keys: JavaScript gives them a meaning of their own. */
const REFUSED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads one JSON document. Never throws, and its messages show no more of the text than one character or one key. */
export function readJson(text: string): JsonReading {
  const reader = new Reader(text.startsWith('\uFEFF') ? text.slice(1) : text);
  try {
    const value = reader.document();
    return { ok: true, value, locate: (path) => reader.locate(path) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ok: false, place: reader.place(error.offset), message: error.message, hint: error.hint };
  }
}

/** Leaves the recursion of {@link Reader}; never leaves this file. */
class Unreadable extends Error {
  readonly offset: number;
  readonly hint: string | null;

  constructor(offset: number, message: string, hint: string | null = null) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}

class Reader {
  readonly #text: string;
  /** Offsets by path, joined as {@link pathKey} does. */
  readonly #offsets = new Map<string, number>();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    this.#skipSpace();
    const value = this.#value([]);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected('the end of the file');
    return value;
  }

  locate(path: Path): Place {
    for (let length = path.length; length > 0; length--) {
      const offset = this.#offsets.get(pathKey(path.slice(0, length)));
      if (offset !== undefined) return this.place(offset);
    }
    return { line: 1, column: 1 };
  }

  place(offset: number): Place {
    const before = this.#text.slice(0, offset).split(/\r\n|\n|\r/);
    return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
  }

  #value(path: Path): unknown {
    if (path.length > MAX_DEPTH) {
      throw new Unreadable(this.#at, `values are nested deeper than ${MAX_DEPTH} levels`);
    }
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(path);
      case '[':
        return this.#array(path);
      case '"':
        return this.#string();
      default:
        return this.#word();
    }
  }

  #object(path: Path): unknown {
    // Without a prototype, so that no key is there but those in the text.
    const object: Record<string, unknown> = Object.create(null);
    this.#at++;
    this.#skipSpace();
    if (this.#take('}')) return object;
    do {
      this.#skipSpace();
      const start = this.#at;
      if (this.#text[start] !== '"') throw this.#unexpected('a key in double quotes');
      const key = this.#string();
      if (REFUSED_KEYS.has(key)) throw new Unreadable(start, `\`${key}\` cannot be used as a key`);
      if (key in object) throw new Unreadable(start, `the key \`${key}\` stands twice in the same object`);
      this.#skipSpace();
      if (!this.#take(':')) throw this.#unexpected('`:`');
      this.#skipSpace();
      const member = [...path, key];
      this.#offsets.set(pathKey(member), start);
      object[key] = this.#value(member);
      this.#skipSpace();
    } while (this.#take(','));
    if (!this.#take('}')) throw this.#unexpected('`,` or `}`');
    return object;
  }

  #array(path: Path): unknown {
    const array: unknown[] = [];
    this.#at++;
    this.#skipSpace();
    if (this.#take(']')) return array;
    do {
      this.#skipSpace();
      const element = [...path, String(array.length)];
      this.#offsets.set(pathKey(element), this.#at);
      array.push(this.#value(element));
      this.#skipSpace();
    } while (this.#take(','));
    if (!this.#take(']')) throw this.#unexpected('`,` or `]`');
    return array;
  }

  #string(): string {
    const start = this.#at;
    const pattern = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
    const token = this.#match(pattern);
    if (token === null) {
      throw new Unreadable(
        start,
        'this text in double quotes has no end, or holds a bad escape or line break',
      );
    }
    const value: unknown = JSON.parse(token);
    if (typeof value !== 'string' || !value.isWellFormed()) {
      throw new Unreadable(start, 'this text holds half of a surrogate pair');
    }
    return value;
  }

  #word(): unknown {
    const start = this.#at;
    const token = this.#match(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (token === null) throw this.#unexpected('a value');
    const value: unknown = JSON.parse(token);
    // JSON.parse makes infinity of it.
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new Unreadable(start, 'this number is too large');
    }
    return value;
  }

  #match(sticky: RegExp): string | null {
    sticky.lastIndex = this.#at;
    const token = sticky.exec(this.#text)?.[0] ?? null;
    if (token !== null) this.#at += token.length;
    return token;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    this.#match(/[ \t\r\n]*/y);
  }

  #unexpected(expected: string): Unreadable {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) return new Unreadable(this.#at, `the file ends where ${expected} is expected`);
    const found = String.fromCodePoint(code);
    const shown = /\p{Cc}|\p{Cs}|\p{Cf}/u.test(found) ? 'a character that cannot be shown' : `\`${found}\``;
    const hint = found === '/' || found === '#' ? 'JSON has no comments.' : null;
    return new Unreadable(this.#at, `found ${shown} where ${expected} is expected`, hint);
  }
}

function pathKey(path: Path): string {
  return JSON.stringify(path);
}
