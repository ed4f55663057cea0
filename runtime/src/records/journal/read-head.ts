/** Reads the heads of a segment's entries: JSON, or values for a form that an earlier entry described. Nothing is believed. */
import {
  FORM,
  FORMED,
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  MAX_DEPTH,
  OWN_KINDS,
  Tag,
} from './format.ts';

type Values = readonly (Json | undefined)[];

export class HeadReader {
  readonly #classes = new Map<number, string>();
  readonly #forms = new Map<number, JsonObject>();

  /** Null where it is none. Never throws. */
  read(bytes: Buffer): JsonObject | null {
    if (bytes[0] === FORMED) return this.#formed(bytes);
    const head = readJsonHead(bytes);
    if (head !== null) this.#note(head);
    return head;
  }

  #note({ kind, what, number, pattern }: JsonObject): void {
    if (kind !== OWN_KINDS.define || typeof number !== 'number' || typeof what !== 'string') return;
    this.#classes.set(number, what);
    if (what === FORM && isJsonObject(pattern)) this.#forms.set(number, pattern);
  }

  #formed(bytes: Buffer): JsonObject | null {
    const reader = new ValueReader(bytes, 1);
    const pattern = this.#forms.get(reader.leb128());
    const at = reader.double();
    const about: [string, Json][] = [];
    for (let count = reader.leb128(); count > 0 && !reader.failed; count -= 1) {
      const number = reader.leb128();
      about.push([this.#classes.get(number) ?? '', number]);
    }
    const values: (Json | undefined)[] = [];
    while (!reader.failed && !reader.done) values.push(reader.value(0));
    if (reader.failed || pattern === undefined) return null;
    const filled = fill(pattern, values, 0);
    return isJsonObject(filled) ? { ...filled, at, ...Object.fromEntries(about) } : null;
  }
}

export function readJsonHead(bytes: Buffer): JsonObject | null {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return isJsonObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A pattern with values in its holes; undefined where the value is not there. */
function fill(pattern: Json, values: Values, depth: number): Json | undefined {
  if (depth > MAX_DEPTH || typeof pattern !== 'object' || pattern === null) return pattern;
  if (isJsonList(pattern)) return pattern.map((item) => fill(item, values, depth + 1) ?? null);
  if (typeof pattern.$ === 'number') return values[pattern.$];
  const members: [string, Json][] = [];
  for (const [name, member] of Object.entries(pattern)) {
    const value = fill(member, values, depth + 1);
    if (value !== undefined) members.push([name, value]);
  }
  return Object.fromEntries(members);
}

class ValueReader {
  readonly #bytes: Buffer;
  #at: number;
  failed = false;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(depth: number): Json | undefined {
    if (depth > MAX_DEPTH) this.failed = true;
    if (this.failed) return null;
    switch (this.#byte()) {
      case Tag.absent:
        return undefined;
      case Tag.null:
        return null;
      case Tag.false:
        return false;
      case Tag.true:
        return true;
      case Tag.integer:
        return this.leb128();
      case Tag.number:
        return this.double();
      case Tag.text:
        return this.#text();
      case Tag.list:
        return this.#several(() => this.value(depth + 1) ?? null);
      case Tag.object:
        return Object.fromEntries(
          this.#several((): [string, Json] => [this.#text(), this.value(depth + 1) ?? null]),
        );
      default:
        this.failed = true;
        return null;
    }
  }

  leb128(): number {
    let [number, scale] = [0, 1];
    for (let byte = this.#byte(); ; byte = this.#byte()) {
      number += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
    }
    if (!Number.isSafeInteger(number)) this.failed = true;
    return this.failed ? 0 : number;
  }

  double(): number {
    return this.#take(8)?.readDoubleBE() ?? 0;
  }

  #byte(): number {
    return this.#take(1)?.[0] ?? 0;
  }

  #text(): string {
    return this.#take(this.leb128())?.toString() ?? '';
  }

  #several<T>(read: () => T): T[] {
    const items: T[] = [];
    for (let count = this.leb128(); count > 0 && !this.failed; count -= 1) items.push(read());
    return items;
  }

  #take(length: number): Buffer | null {
    if (this.#at + length > this.#bytes.length) this.failed = true;
    if (this.failed) return null;
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
