/**
 * What a journal says of the others in its directory: where they end, so that what is taken away from them later is missed, and which of their
 * segments were removed on purpose.
 */
import { type KnownEnd, OWN_KINDS } from './format.ts';
import type { ReadEntry } from './read-batch.ts';
import { readOpening } from './read-opening.ts';
import { readEntries, segmentBytes } from './read-segment.ts';
import type { RecordsFiles } from './records-files.ts';
import { inOrder, readSegmentName, type SegmentName } from './segment-name.ts';

export interface Seen {
  readonly known: readonly KnownEnd[];
  readonly retired: Readonly<Record<string, number>>;
}

export class Surroundings {
  readonly #files: RecordsFiles;
  /** Ends that do not change any more, by the file that ends there. */
  readonly #ends = new Map<string, KnownEnd>();
  #retired: Record<string, number> = {};
  #looked = false;

  constructor(files: RecordsFiles) {
    this.#files = files;
  }

  /** Notes that a journal's segments up to this one were removed on purpose. */
  retire(journal: string, segment: number): void {
    this.#retired[journal] = Math.max(this.#retired[journal] ?? 0, segment);
  }

  /** What there is besides `own`. Segments that cannot be read are left out: to judge them is not the writer's. */
  async look(own: string): Promise<Seen> {
    const last = new Map<string, SegmentName>();
    const names = (await segmentNames(this.#files)).filter(({ journal }) => journal !== own);
    for (const name of names) last.set(name.journal, name);
    if (!this.#looked) {
      for (const name of last.values()) await this.#inherit(name);
      this.#looked = true;
    }
    const known: KnownEnd[] = [];
    for (const name of last.values()) {
      const end = await this.#endOf(name);
      if (end !== null) known.push(end);
    }
    return { known, retired: { ...this.#retired } };
  }

  /** What the other journals said before this process was there. */
  async #inherit(name: SegmentName): Promise<void> {
    const bytes = await this.#read(name);
    if (bytes === null) return;
    const take = ({ head }: ReadEntry) => {
      const opening = readOpening(head);
      for (const [journal, segment] of Object.entries(opening?.retired ?? {})) this.retire(journal, segment);
      if (head.kind !== OWN_KINDS.retire) return;
      const { journal, segment } = head;
      if (typeof journal === 'string' && typeof segment === 'number') this.retire(journal, segment);
    };
    this.#note(name, bytes, take);
  }

  async #endOf(name: SegmentName): Promise<KnownEnd | null> {
    const known = this.#ends.get(keyOf(name));
    if (known !== undefined) return known;
    const bytes = await this.#read(name);
    return bytes === null ? null : this.#note(name, bytes, () => undefined);
  }

  #note(name: SegmentName, bytes: Buffer, take: (entry: ReadEntry) => void): KnownEnd | null {
    let last: ReadEntry | null = null as ReadEntry | null;
    readEntries(bytes, (entry) => {
      last = entry;
      take(entry);
    });
    if (last === null) return null;
    const { journal, segment } = name;
    const closed = last.head.kind === OWN_KINDS.close;
    const end = { journal, segment, bytes: last.end, hash: last.hash.toString('hex'), closed };
    if (closed) this.#ends.set(keyOf(name), end);
    return end;
  }

  async #read(name: SegmentName): Promise<Buffer | null> {
    const reading = await segmentBytes(this.#files, name).catch(() => null);
    return reading?.ok === true ? reading.bytes : null;
  }
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
