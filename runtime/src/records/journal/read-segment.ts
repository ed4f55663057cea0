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

/** The bytes of a segment from `from` on, as they were written. Rejects only where the file system does. */
export async function segmentBytes(
  files: Pick<RecordsFiles, 'read'>,
  name: SegmentName,
  from = 0,
): Promise<SegmentBytes> {
  const file = segmentFile(name);
  if (!name.compressed) return { ok: true, bytes: await files.read(file, from) };
  const stored = await files.read(file);
  try {
    const bytes = await decompress(stored, { maxOutputLength: MAX_SEGMENT_BYTES });
    return { ok: true, bytes: bytes.subarray(from) };
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
  return new SegmentReader().read(segment, take);
}

/** Reads a segment as far as there is one, and on from there when there is more. */
export class SegmentReader {
  readonly #heads = new HeadReader();
  #format: 1 | 2 | null = null;
  #offset = 0;
  #entries = 0;
  #previous: Buffer = NO_HASH;

  /** How many bytes were read that need not be read again. */
  get offset(): number {
    return this.#offset;
  }

  /** @param bytes all that the segment has behind {@link offset} */
  read(bytes: Buffer, take: (read: ReadEntry, entry: number) => void): SegmentEnd {
    const start = this.#offset;
    if (this.#format === null) {
      const format = formatOf(bytes);
      if (typeof format !== 'number') return format;
      this.#format = format;
      this.#offset = FIRST_LINES[format].length;
    }
    for (;;) {
      const at = this.#offset - start;
      const reading =
        this.#format === 1
          ? readSingle(bytes, at, this.#previous)
          : readBatch(bytes, at, this.#previous, this.#heads);
      switch (reading.kind) {
        case 'end':
          return { kind: 'whole', bytes: this.#offset };
        case 'torn':
          return { kind: 'torn', bytes: this.#offset };
        case 'broken':
          return { kind: 'broken', bytes: this.#offset, entry: this.#entries, reason: reading.reason };
        default:
          for (const read of reading.entries) {
            take(start === 0 ? read : within(read, start), this.#entries);
            this.#entries += 1;
          }
          this.#offset = start + reading.end;
          // A copy: a view would hold on to all of the bytes.
          this.#previous = Buffer.from(reading.hash);
      }
    }
  }
}

/** What was read from bytes that begin there, as places in the segment. */
function within({ offset, batch, end, ...read }: ReadEntry, start: number): ReadEntry {
  return { ...read, offset: start + offset, batch: start + batch, end: start + end };
}

function formatOf(segment: Buffer): 1 | 2 | SegmentEnd {
  for (const format of [1, 2] as const)
    if (segment.subarray(0, FIRST_LINES[format].length).equals(Buffer.from(FIRST_LINES[format])))
      return format;
  const isTorn = Object.values(FIRST_LINES).some((line) =>
    Buffer.from(line).subarray(0, segment.length).equals(segment),
  );
  return isTorn
    ? { kind: 'torn', bytes: 0 }
    : { kind: 'broken', bytes: 0, entry: 0, reason: 'does not begin as a segment does' };
}
