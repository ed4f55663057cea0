/** One segment under examination: its chain, its signatures, and what it says of itself. */
import type { KeyObject } from 'node:crypto';
import { type KnownEnd, NO_HASH, OWN_KINDS, type SegmentOpening } from '../journal/format.ts';
import type { ReadEntry } from '../journal/read-batch.ts';
import { readOpening } from '../journal/read-opening.ts';
import { readEntries } from '../journal/read-segment.ts';
import { isSealed } from '../journal/seal.ts';
import { type SegmentName, segmentFile } from '../journal/segment-name.ts';
import type { Problem } from './finding.ts';

export interface Retirement {
  readonly journal: string;
  readonly segment: number;
}

export interface ExaminedSegment {
  readonly name: SegmentName;
  readonly file: string;
  readonly opening: SegmentOpening | null;
  /** Null where it holds no whole entry. */
  readonly end: KnownEnd | null;
  readonly torn: boolean;
  readonly entries: number;
  readonly unsigned: number;
  readonly retirements: readonly Retirement[];
  /** Identifiers of sessions that are spoken of, and of those whose end is. */
  readonly sessions: ReadonlySet<string>;
  readonly ended: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** `keys` by their names. */
export function examineSegment(
  name: SegmentName,
  bytes: Buffer,
  keys: ReadonlyMap<string, KeyObject>,
): ExaminedSegment {
  const file = segmentFile(name);
  const { journal, segment } = name;
  const problems: Problem[] = [];
  const wrong = (entry: number, offset: number, message: string) => {
    problems.push({ file, entry, offset, message });
  };
  const retirements: Retirement[] = [];
  const sessions = new Map<number, string>();
  const spokenOf = new Set<string>();
  const ended = new Set<string>();
  let opening: SegmentOpening | null = null as SegmentOpening | null;
  let key: KeyObject | null = null as KeyObject | null;
  let last: ReadEntry | null = null as ReadEntry | null;
  let closed = false;
  let entries = 0;
  let unsigned = 0;

  const examine = (frame: ReadEntry, entry: number): void => {
    const { head, offset } = frame;
    if (closed) wrong(entry, offset, 'stands behind the end of the segment');
    if (entry === 0) {
      opening = readOpening(head);
      if (opening === null) wrong(entry, offset, 'does not say which segment this is');
      else if (opening.journal !== journal || opening.segment !== segment)
        wrong(entry, offset, `says that this is segment ${opening.segment} of ${opening.journal}`);
      key = keys.get(opening?.key ?? '') ?? null;
      if (opening !== null && key === null)
        problems.push({
          ...{ file, entry, offset, unknownKey: true },
          message: `names the key ${opening.key}, which is not among those given`,
        });
    }
    unsigned += 1;
    switch (head.kind) {
      case OWN_KINDS.checkpoint:
      case OWN_KINDS.close: {
        const { kind, entries: counted, signature } = head;
        const hash = last?.hash ?? NO_HASH;
        const fits =
          typeof signature === 'string' &&
          counted === entry &&
          key !== null &&
          isSealed({ kind, journal, segment, entries: entry, hash }, signature, key);
        if (key !== null && !fits)
          wrong(entry, offset, 'has a signature that does not fit what stands before it');
        if (fits) unsigned = 0;
        closed ||= kind === OWN_KINDS.close;
        break;
      }
      case OWN_KINDS.retire:
        if (typeof head.journal === 'string' && typeof head.segment === 'number')
          retirements.push({ journal: head.journal, segment: head.segment });
        break;
      case OWN_KINDS.define:
        if (head.what === 'session' && typeof head.id === 'string' && typeof head.number === 'number') {
          sessions.set(head.number, head.id);
          spokenOf.add(head.id);
        }
        break;
      case 'session.end': {
        const id = typeof head.session === 'number' ? sessions.get(head.session) : undefined;
        if (id !== undefined) ended.add(id);
        break;
      }
    }
    last = frame;
    entries += 1;
  };

  const reading = readEntries(bytes, examine);
  if (reading.kind === 'broken') wrong(reading.entry, reading.bytes, reading.reason);
  if (reading.kind === 'torn' && closed)
    wrong(entries, reading.bytes, 'stands behind the end of the segment');
  return {
    ...{ name, file, opening, torn: reading.kind === 'torn', entries, unsigned, retirements, problems },
    ...{ sessions: spokenOf, ended },
    end:
      last === null ? null : { journal, segment, bytes: last.end, hash: last.hash.toString('hex'), closed },
  };
}
