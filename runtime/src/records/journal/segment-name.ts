/** Names of segments: `20261122T183000Z-1a2b3c4d.000001.dlpr`, and `.zst` behind it once it is closed and compressed. */
import { randomBytes } from 'node:crypto';

export interface SegmentName {
  readonly journal: string;
  /** From 1 on. */
  readonly segment: number;
  readonly compressed: boolean;
}

/** A name for a new journal: names order as their beginnings do, as far as the clock was right. */
export function newJournalName(now: number): string {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

export function segmentFile({ journal, segment, compressed }: SegmentName): string {
  return `${journal}.${String(segment).padStart(6, '0')}.dlpr${compressed ? '.zst' : ''}`;
}

/** Null for every other file. */
export function readSegmentName(file: string): SegmentName | null {
  const match = /^(\d{8}T\d{6}Z-[0-9a-f]{8})\.(\d{6,9})\.dlpr(\.zst)?$/.exec(file);
  const [, journal, number, suffix] = match ?? [];
  if (journal === undefined || number === undefined) return null;
  return { journal, segment: Number(number), compressed: suffix !== undefined };
}

/** Journals by name, segments by number. */
export function inOrder(a: SegmentName, b: SegmentName): number {
  if (a.journal !== b.journal) return a.journal < b.journal ? -1 : 1;
  return a.segment - b.segment || Number(a.compressed) - Number(b.compressed);
}
