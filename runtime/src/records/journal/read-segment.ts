/** Reads segments back, compressed or not. What stands in them was written by whoever could write there: nothing is believed. */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { FIRST_LINE, MAX_SEGMENT_BYTES, NO_HASH } from './format.ts';
import { type ReadFrame, readFrame } from './frame.ts';
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
export function readFrames(segment: Buffer, take: (frame: ReadFrame, entry: number) => void): SegmentEnd {
  const first = Buffer.from(FIRST_LINE);
  if (segment.length < first.length && first.subarray(0, segment.length).equals(segment))
    return { kind: 'torn', bytes: 0 };
  if (!segment.subarray(0, first.length).equals(first))
    return { kind: 'broken', bytes: 0, entry: 0, reason: 'does not begin as a segment does' };
  let offset = first.length;
  let previous: Buffer = NO_HASH;
  for (let entry = 0; ; entry += 1) {
    const reading = readFrame(segment, offset, previous);
    switch (reading.kind) {
      case 'end':
        return { kind: 'whole', bytes: offset };
      case 'torn':
        return { kind: 'torn', bytes: offset };
      case 'broken':
        return { kind: 'broken', bytes: offset, entry, reason: reading.reason };
      default:
        take(reading.frame, entry);
        offset = reading.frame.end;
        previous = reading.frame.hash;
    }
  }
}
