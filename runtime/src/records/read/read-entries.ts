/** The entries of a directory, one segment at a time. What is broken is left to `verify`: reading goes on with the next segment. */
import { SegmentReader, segmentBytes } from '../journal/read-segment.ts';
import type { RecordsFiles } from '../journal/records-files.ts';
import type { SegmentName } from '../journal/segment-name.ts';
import { segmentNames } from '../journal/surroundings.ts';
import { EntryResolver, type ResolvedEntry } from './resolved-entry.ts';

export type ReadFiles = Pick<RecordsFiles, 'list' | 'read'>;

/** The entries of one segment that begin at `from` or behind it. */
export async function readSegment(
  files: ReadFiles,
  name: SegmentName,
  from: number,
  take: (entry: ResolvedEntry) => void,
): Promise<void> {
  await new SegmentFollower().read(files, name, (entry) => {
    if (entry.offset >= from) take(entry);
  });
}

/** Reads a segment that may still grow: each time what has come since, and nothing again. */
export class SegmentFollower {
  readonly #reader = new SegmentReader();
  readonly #resolver = new EntryResolver();

  /** Where what was read ends. */
  get offset(): number {
    return this.#reader.offset;
  }

  /** `name`: of the same segment each time; it may be compressed by now. */
  async read(files: ReadFiles, name: SegmentName, take: (entry: ResolvedEntry) => void): Promise<void> {
    const reading = await segmentBytes(files, name, this.offset);
    if (!reading.ok) return;
    this.#reader.read(reading.bytes, (read) => {
      const entry = this.#resolver.resolve(read);
      if (entry !== null) take(entry);
    });
  }
}

/** Every entry of every journal, in the order of their names. */
export async function* allEntries(files: ReadFiles): AsyncGenerator<ResolvedEntry> {
  for (const name of await segmentNames(files)) {
    const entries: ResolvedEntry[] = [];
    await readSegment(files, name, 0, (entry) => entries.push(entry));
    yield* entries;
  }
}
