/**
 * Whether what is on record of one session is what was written: chain and signatures of each segment that it is in, and that those follow one another.
 * That no segment or journal is missing elsewhere, {@link verifyRecords} finds, which reads all of them.
 */
import type { KeyObject } from 'node:crypto';
import { segmentBytes } from '../journal/read-segment.ts';
import type { RecordsFiles } from '../journal/records-files.ts';
import { keyId } from '../journal/seal.ts';
import { type SegmentName, segmentFile } from '../journal/segment-name.ts';
import { segmentNames } from '../journal/surroundings.ts';
import type { Problem } from './finding.ts';
import { type ExaminedSegment, examineSegment } from './read-journal-segment.ts';

export interface SessionVerification {
  readonly problems: readonly Problem[];
  readonly segments: number;
  readonly entries: number;
  readonly unsigned: number;
  /** Names of the keys that the segments say signed them. */
  readonly keys: readonly string[];
}

/** `places`: where the session stands. Rejects only where the directory cannot be read. */
export async function verifySession(
  files: Pick<RecordsFiles, 'list' | 'read'>,
  publicKeys: readonly KeyObject[],
  places: readonly Pick<SegmentName, 'journal' | 'segment'>[],
): Promise<SessionVerification> {
  const known = new Map(publicKeys.map((key) => [keyId(key), key]));
  const wanted = new Set(places.map(keyOf));
  const problems: Problem[] = [];
  const keys = new Set<string>();
  let [segments, entries, unsigned] = [0, 0, 0];
  const found = new Set<string>();
  let before: ExaminedSegment | null = null;
  for (const name of await segmentNames(files)) {
    if (!wanted.has(keyOf(name))) continue;
    found.add(keyOf(name));
    const reading = await segmentBytes(files, name);
    if (!reading.ok) {
      problems.push({ file: segmentFile(name), entry: null, offset: null, message: reading.reason });
      continue;
    }
    const examined = examineSegment(name, reading.bytes, known);
    problems.push(...examined.problems, ...between(before, examined));
    if (examined.opening !== null) keys.add(examined.opening.key);
    segments += 1;
    entries += examined.entries;
    unsigned += examined.unsigned;
    before = examined;
  }
  for (const { journal, segment } of places.filter((place) => !found.has(keyOf(place))))
    problems.push({
      file: segmentFile({ journal, segment, compressed: false }),
      ...{ entry: null, offset: null, message: 'is not there any more' },
    });
  return { problems, segments, entries, unsigned, keys: [...keys] };
}

function keyOf({ journal, segment }: Pick<SegmentName, 'journal' | 'segment'>): string {
  return `${journal} ${segment}`;
}

function between(
  before: ExaminedSegment | null,
  { name, file, opening }: ExaminedSegment,
): readonly Problem[] {
  const follows = before?.name.journal === name.journal && before.name.segment + 1 === name.segment;
  if (!follows || opening === null) return [];
  const [said, is] = [opening.previous, before.end];
  const isSame = said !== null && is !== null && said.bytes === is.bytes && said.hash === is.hash;
  return isSame
    ? []
    : [{ file, entry: 0, offset: null, message: `says that ${before.file} ends elsewhere than it does` }];
}
