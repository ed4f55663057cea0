/**
 * Which segments have been kept long enough, or are too much. The oldest of each journal go first, and never one that is still
 * written. Pure but for {@link retire}.
 */

import { OWN_KINDS } from './format.ts';
import type { Journal } from './journal.ts';
import type { ListedFile, RecordsFiles } from './records-files.ts';
import { inOrder, readSegmentName, type SegmentName, segmentFile } from './segment-name.ts';
import type { Surroundings } from './surroundings.ts';

export interface RetentionRule {
  /** Null keeps segments for ever. */
  readonly maxAgeMilliseconds: number | null;
  readonly maxBytes: number | null;
}

export interface Stored extends SegmentName {
  readonly bytes: number;
  readonly changedAt: number;
}

export function storedSegments(files: readonly ListedFile[]): readonly Stored[] {
  return files
    .flatMap(({ name, bytes, changedAt }) => {
      const segment = readSegmentName(name);
      return segment === null ? [] : [{ ...segment, bytes, changedAt }];
    })
    .sort(inOrder);
}

/** Longer than a segment is open, whatever the configuration says of rotation. */
const SURELY_DEAD_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * In the order in which they are to go. The last segment of a journal may be open: it goes only where it is compressed, or has not been touched for
 * long. `own` keeps its last in any case.
 */
export function expired(
  segments: readonly Stored[],
  { maxAgeMilliseconds, maxBytes }: RetentionRule,
  own: string,
  now: number,
): readonly Stored[] {
  const mayGo = ({ journal, segment, compressed, changedAt }: Stored): boolean => {
    if (segments.some((other) => other.journal === journal && other.segment > segment)) return true;
    if (journal === own) return false;
    const dead = SURELY_DEAD_MILLISECONDS + (maxAgeMilliseconds ?? Number.POSITIVE_INFINITY);
    return compressed || now - changedAt > dead;
  };
  const closed = segments.filter(mayGo);
  let total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  const gone: Stored[] = [];
  const kept = new Set<string>();
  for (const segment of [...closed].sort((a, b) => a.changedAt - b.changedAt || inOrder(a, b))) {
    const old = maxAgeMilliseconds !== null && now - segment.changedAt > maxAgeMilliseconds;
    const much = maxBytes !== null && total > maxBytes;
    // Nothing behind a segment that stays: a gap would look like a cut.
    if (!(old || much) || kept.has(segment.journal)) {
      kept.add(segment.journal);
      continue;
    }
    total -= segment.bytes;
    gone.push(segment);
  }
  return gone;
}

/** Removes what has expired, after the journal has said so. Resolves to how many segments went. */
export async function retire(
  files: RecordsFiles,
  journal: Journal,
  surroundings: Surroundings,
  rule: RetentionRule,
  now: number,
): Promise<number> {
  const gone = expired(storedSegments(await files.list()), rule, journal.name, now);
  for (const { journal: name, segment, compressed } of gone) {
    const said = await new Promise<boolean>((resolve) => {
      journal.append({ kind: OWN_KINDS.retire, data: { journal: name, segment } }, 'durable', resolve);
    });
    if (!said) return 0;
    surroundings.retire(name, segment);
    await files.remove(segmentFile({ journal: name, segment, compressed }));
  }
  return gone.length;
}
