/** The entries of a directory, one segment at a time. What is broken is left to `verify`: reading goes on with the next segment. */
import { readEntries, segmentBytes } from '../journal/read-segment.ts';
import type { RecordsFiles } from '../journal/records-files.ts';
import type { SegmentName } from '../journal/segment-name.ts';
import { segmentNames } from '../journal/surroundings.ts';
import { EntryResolver, type ResolvedEntry } from './resolved-entry.ts';

export type ReadFiles = Pick<RecordsFiles, 'list' | 'read'>;

/** The entries of one segment that begin at `from` or behind it, and where they end. */
export async function readSegment(
  files: ReadFiles,
  name: SegmentName,
  from: number,
  take: (entry: ResolvedEntry) => void,
): Promise<number> {
  const reading = await segmentBytes(files, name);
  if (!reading.ok) return from;
  const resolver = new EntryResolver();
  const end = readEntries(reading.bytes, (frame) => {
    const entry = resolver.resolve(frame);
    if (entry !== null && frame.offset >= from) take(entry);
  });
  return end.bytes;
}

/** Every entry of every journal, in the order of their names. */
export async function* allEntries(files: ReadFiles): AsyncGenerator<ResolvedEntry> {
  for (const name of await segmentNames(files)) {
    const entries: ResolvedEntry[] = [];
    await readSegment(files, name, 0, (entry) => entries.push(entry));
    yield* entries;
  }
}
