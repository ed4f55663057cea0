/** Names of properties, found by their bytes: most keys of a body are found without making a string of them. */

interface Entry<T> {
  readonly bytes: Buffer;
  readonly name: string;
  readonly value: T;
}

/** FNV-1a, 32 bits: the hash that {@link KeyTable.find} takes, begun with this and fed with {@link hashByte}. */
export const HASH_START = 0x811c9dc5;

export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

export class KeyTable<T> {
  readonly #byHash = new Map<number, Entry<T>[]>();
  readonly #byName = new Map<string, Entry<T>>();

  constructor(entries: ReadonlyMap<string, T>) {
    for (const [name, value] of entries) {
      const entry = { bytes: Buffer.from(name), name, value };
      this.#byName.set(name, entry);
      let hash = HASH_START;
      for (const byte of entry.bytes) hash = hashByte(hash, byte);
      const others = this.#byHash.get(hash);
      if (others === undefined) this.#byHash.set(hash, [entry]);
      else others.push(entry);
    }
  }

  /** The entry whose name stands in `chunk` from `start` to `end`, where no escape is. Hashes can meet; bytes decide. */
  find(hash: number, chunk: Buffer, start: number, end: number): Entry<T> | undefined {
    const entries = this.#byHash.get(hash);
    if (entries === undefined) return undefined;
    for (const entry of entries) if (isAt(entry.bytes, chunk, start, end)) return entry;
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
