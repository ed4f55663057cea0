/**
 * What a journal says of the others in its directory: where they end, so that what is taken away from them later is missed, and which of their
 * segments were removed on purpose. What an earlier journal of the same proxy has said of it, under its signature, is said again; only what that one could not
 * know is read.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { type JsonObject, type KnownEnd, OWN_KINDS, type SegmentOpening } from './format.ts';
import { readOpening } from './read-opening.ts';
import { type OwnWord, readOwn } from './read-own.ts';
import { segmentBytes } from './read-segment.ts';
import type { RecordsFiles } from './records-files.ts';
import { type Stored, storedSegments } from './retention.ts';
import { isSealed, keyId } from './seal.ts';
import { inOrder, readSegmentName, type SegmentName } from './segment-name.ts';

export interface Seen {
  readonly known: readonly KnownEnd[];
  readonly retired: Readonly<Record<string, number>>;
}

/** Of the workers, the one that removes what was kept long enough, so that its journals know all that was removed. */
const RETIRING_WORKER = 1;

export class Surroundings {
  readonly #files: RecordsFiles;
  readonly #publicKey: KeyObject;
  /** By the file that ends there; of one that is not closed, with its size when it was read. */
  readonly #ends = new Map<string, { readonly end: KnownEnd; readonly size: number }>();
  #retired: Record<string, number> = {};
  #looked = false;

  /** @param key by which this proxy signs, private: what bears its signature is believed */
  constructor(files: RecordsFiles, key: KeyObject) {
    this.#files = files;
    this.#publicKey = createPublicKey(key);
  }

  /** Notes that a journal's segments up to this one were removed on purpose. */
  retire(journal: string, segment: number): void {
    this.#retired[journal] = Math.max(this.#retired[journal] ?? 0, segment);
  }

  /** What there is besides `own`. Segments that cannot be read are left out: to judge them is not the writer's. */
  async look(own: string): Promise<Seen> {
    const last = new Map<string, Stored>();
    for (const stored of storedSegments(await this.#files.list())) {
      const before = last.get(stored.journal);
      // Of one that is there twice, the one that was not compressed.
      if (stored.journal !== own && before?.segment !== stored.segment) last.set(stored.journal, stored);
    }
    if (!this.#looked) await this.#inherit([...last.values()].reverse());
    this.#looked = true;
    const known: KnownEnd[] = [];
    for (const stored of last.values()) {
      const end = await this.#endOf(stored);
      if (end !== null) known.push(end);
    }
    return { known, retired: { ...this.#retired } };
  }

  /** What the other journals said before this process was there. @param newestFirst the last segment of each */
  async #inherit(newestFirst: readonly Stored[]): Promise<void> {
    const attested = new Map<string, KnownEnd>();
    for (const stored of newestFirst) {
      const end = attested.get(stored.journal);
      if (end?.segment === stored.segment && (end.closed || isUntouched(stored, end))) {
        this.#ends.set(keyOf(stored), { end, size: stored.bytes });
        continue;
      }
      const opening = await this.#read(stored);
      if (opening?.worker !== RETIRING_WORKER) continue;
      // The newest that speaks of a journal saw most of it.
      for (const known of opening.known) if (!attested.has(known.journal)) attested.set(known.journal, known);
    }
  }

  async #endOf(stored: Stored): Promise<KnownEnd | null> {
    const known = this.#ends.get(keyOf(stored));
    if (known !== undefined && (known.end.closed || known.size === stored.bytes)) return known.end;
    await this.#read(stored);
    return this.#ends.get(keyOf(stored))?.end ?? null;
  }

  /** Notes where a segment ends and what it says was removed. Resolves to its opening, where that bears our signature. */
  async #read(stored: Stored): Promise<SegmentOpening | null> {
    const reading = await segmentBytes(this.#files, stored).catch(() => null);
    if (reading?.ok !== true) return null;
    const { journal, segment, bytes: size } = stored;
    const before = this.#ends.get(keyOf(stored))?.end ?? null;
    const own = readOwn(reading.bytes, before && { ...before, hash: Buffer.from(before.hash, 'hex') });
    if (own === null) return null;
    for (const { head } of own.words) this.#noteRetired(head);
    const { bytes, hash, closed } = own;
    const end = { journal, segment, bytes, hash: hash.toString('hex'), closed };
    this.#ends.set(keyOf(stored), { end, size });
    return this.#signedOpening(stored, own.words);
  }

  #noteRetired(head: JsonObject): void {
    for (const [journal, segment] of Object.entries(readOpening(head)?.retired ?? {}))
      this.retire(journal, segment);
    if (head.kind !== OWN_KINDS.retire) return;
    const { journal, segment } = head;
    if (typeof journal === 'string' && typeof segment === 'number') this.retire(journal, segment);
  }

  /** The first signature of a segment stands right behind its opening. */
  #signedOpening(
    { journal, segment }: SegmentName,
    [first, second]: readonly OwnWord[],
  ): SegmentOpening | null {
    const opening = first === undefined ? null : readOpening(first.head);
    if (first === undefined || second === undefined || opening === null) return null;
    const { kind, signature } = second.head;
    const isOurs = opening.key === keyId(this.#publicKey);
    const isItself = opening.journal === journal && opening.segment === segment;
    if (!isOurs || !isItself || typeof kind !== 'string' || typeof signature !== 'string') return null;
    const sealed = { kind, journal, segment, entries: 1, hash: first.hash };
    return isSealed(sealed, signature, this.#publicKey) ? opening : null;
  }
}

/** Nothing was written behind an end that was seen, nor cut. */
function isUntouched({ compressed, bytes }: Stored, end: KnownEnd): boolean {
  return !compressed && bytes === end.bytes;
}

/** Every segment of the directory, in order; of one that is there twice, the one that was not compressed. */
export async function segmentNames(files: Pick<RecordsFiles, 'list'>): Promise<readonly SegmentName[]> {
  const names = (await files.list())
    .map(({ name }) => readSegmentName(name))
    .filter((name) => name !== null)
    .sort(inOrder);
  return names.filter(
    (name, at) => names[at - 1]?.journal !== name.journal || names[at - 1]?.segment !== name.segment,
  );
}

function keyOf({ journal, segment }: SegmentName): string {
  return `${journal} ${segment}`;
}
