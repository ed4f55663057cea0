/** Reads the head of a segment's first entry. Null where it is none. */
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type KnownEnd,
  OWN_KINDS,
  type SegmentOpening,
} from './format.ts';

export function readOpening(head: JsonObject): SegmentOpening | null {
  const { kind, at, format, journal, segment, key, worker, pid, previous, known, retired } = head;
  if (kind !== OWN_KINDS.open || (format !== 1 && format !== 2)) return null;
  if (typeof at !== 'number' || typeof journal !== 'string' || typeof segment !== 'number') return null;
  if (typeof key !== 'string' || typeof worker !== 'number' || typeof pid !== 'number') return null;
  if (previous === undefined || !Array.isArray(known)) return null;
  const ends = known.map(readKnownEnd);
  const before = previous === null ? null : readKnownEnd(previous);
  const removed = readRetired(retired);
  if (ends.includes(null) || removed === null || (before === null && previous !== null)) return null;
  return {
    ...{ kind, at, format, journal, segment, key, worker, pid },
    previous: before,
    known: ends.filter((end) => end !== null),
    retired: removed,
  };
}

function readKnownEnd(value: Json): KnownEnd | null {
  if (!isJsonObject(value)) return null;
  const { journal, segment, bytes, hash, closed } = value;
  if (typeof journal !== 'string' || typeof segment !== 'number' || typeof bytes !== 'number') return null;
  return typeof hash === 'string' && typeof closed === 'boolean'
    ? { journal, segment, bytes, hash, closed }
    : null;
}

function readRetired(value: Json | undefined): Record<string, number> | null {
  if (value === undefined || !isJsonObject(value)) return null;
  const retired: Record<string, number> = {};
  for (const [journal, segment] of Object.entries(value)) {
    if (typeof segment !== 'number') return null;
    retired[journal] = segment;
  }
  return retired;
}
