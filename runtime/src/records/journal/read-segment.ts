/** Reads segments back, compressed or not. What stands in them was written by whoever could write there: nothing is believed. */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { FIRST_LINES, MAX_SEGMENT_BYTES, NO_HASH } from './format.ts';
import { type ReadEntry, readBatch, readSingle } from './read-batch.ts';
import { HeadReader } from './read-head.ts';
import type { RecordsFiles } from './records-files.ts';
import { type SegmentName, segmentFile } from './segment-name.ts';

const decompress = promisify(zstdDecompress);

export type SegmentBytes =
  | { readonly ok: true; readonly bytes: Buffer }
  /** A clause that follows the segment's name. */
  | { readonly ok: false; readonly reason: string };

/** The bytes of a segment as they were written. Rejects only where the file system does. */
export async function segmentBytes(
  files: Pick<RecordsFiles, 'read'>,
  name: SegmentName,
): Promise<SegmentBytes> {
  const stored = await files.read(segmentFile(name));
  if (!name.compressed) return { ok: true, bytes: stored };
  try {
    return { ok: true, bytes: await decompress(stored, { maxOutputLength: MAX_SEGMENT_BYTES }) };
  } catch {
    // What zlib has to say of it is about zlib.
    return { ok: false, reason: 'is not what was compressed' };
  }
}

/** How reading a segment ended. */
export type SegmentEnd =
  | { readonly kind: 'whole'; readonly bytes: number }
  /** Behind `bytes` stands what could be the beginning of an entry. */
  | { readonly kind: 'torn'; readonly bytes: number }
  | { readonly kind: 'broken'; readonly bytes: number; readonly entry: number; readonly reason: string };

/** Hands on every entry up to the first one that is none, and says how it ended. */
export function readEntries(segment: Buffer, take: (read: ReadEntry, entry: number) => void): SegmentEnd {
  const first = Object.values(FIRST_LINES).map((line) => Buffer.from(line));
  const begins = first.find((line) => segment.subarray(0, line.length).equals(line));
  if (begins === undefined) {
    const isTorn = first.some((line) => line.subarray(0, segment.length).equals(segment));
    return isTorn
      ? { kind: 'torn', bytes: 0 }
      : { kind: 'broken', bytes: 0, entry: 0, reason: 'does not begin as a segment does' };
  }
  const isFirstFormat = begins.equals(Buffer.from(FIRST_LINES[1]));
  const heads = new HeadReader();
  let offset = begins.length;
  let previous: Buffer = NO_HASH;
  for (let entry = 0; ; ) {
    const reading = isFirstFormat
      ? readSingle(segment, offset, previous)
      : readBatch(segment, offset, previous, heads);
    switch (reading.kind) {
      case 'end':
        return { kind: 'whole', bytes: offset };
      case 'torn':
        return { kind: 'torn', bytes: offset };
      case 'broken':
        return { kind: 'broken', bytes: offset, entry, reason: reading.reason };
      default:
        for (const read of reading.entries) {
          take(read, entry);
          entry += 1;
        }
        offset = reading.end;
        previous = reading.hash;
    }
  }
}
