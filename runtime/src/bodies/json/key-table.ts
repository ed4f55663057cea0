/** Names of properties, found by their bytes: most keys of a body are found without making a string of them. */

interface Entry<T> {
  readonly bytes: Buffer;
  readonly name: string;
  readonly value: T;
  readonly hash: number;
}

/** FNV-1a, 32 bits: the hash that {@link KeyTable.find} takes, begun with this and fed with {@link hashByte}. */
export const HASH_START = 0x811c9dc5 | 0;

export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

export class KeyTable<T> {
  /** Each at its hash, or behind it where others are; twice as many as entries at least, so that there is always an empty one. */
  readonly #slots: (Entry<T> | null)[];
  readonly #byName = new Map<string, Entry<T>>();

  constructor(entries: ReadonlyMap<string, T>) {
    const size = 2 ** Math.ceil(Math.log2(2 * entries.size + 2));
    this.#slots = Array.from({ length: size }, () => null);
    for (const [name, value] of entries) {
      const bytes = Buffer.from(name);
      let hash = HASH_START;
      for (const byte of bytes) hash = hashByte(hash, byte);
      const entry = { bytes, name, value, hash };
      this.#byName.set(name, entry);
      let slot = hash & (size - 1);
      while (this.#slots[slot] !== null) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = entry;
    }
  }

  /** Of a name without escapes, which stands in `chunk` from `start` up to `end`. */
  find(hash: number, chunk: Buffer, start: number, end: number): Entry<T> | undefined {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    let entry = slots[slot];
    while (entry != null) {
      if (entry.hash === hash && isAt(entry.bytes, chunk, start, end)) return entry;
      slot = (slot + 1) & mask;
      entry = slots[slot];
    }
    return undefined;
  }

  named(name: string): Entry<T> | undefined {
    return this.#byName.get(name);
  }
}

function isAt(bytes: Buffer, chunk: Buffer, start: number, end: number): boolean {
  if (end - start !== bytes.length) return false;
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] !== chunk[start + at]) return false;
  return true;
}
