/**
 * Looks at all records of a directory, and finds whatever an untouched one cannot hold. Needs public keys alone, and no running proxy. Reads one
 * segment at a time.
 */
import type { KeyObject } from 'node:crypto';
import type { KnownEnd } from '../journal/format.ts';
import { readEntries, segmentBytes } from '../journal/read-segment.ts';
import type { RecordsFiles } from '../journal/records-files.ts';
import { keyId } from '../journal/seal.ts';
import { inOrder, readSegmentName, type SegmentName, segmentFile } from '../journal/segment-name.ts';
import type { OpenTail, Problem, Verification } from './finding.ts';
import { type ExaminedSegment, examineSegment } from './read-journal-segment.ts';

type Files = Pick<RecordsFiles, 'list' | 'read'>;

/** Rejects only where the directory cannot be read. */
export async function verifyRecords(files: Files, publicKeys: readonly KeyObject[]): Promise<Verification> {
  const keys = new Map(publicKeys.map((key) => [keyId(key), key]));
  const names = (await files.list())
    .map(({ name }) => readSegmentName(name))
    .filter((name) => name !== null)
    .sort(inOrder);
  const problems: Problem[] = [];
  const segments: ExaminedSegment[] = [];
  for (const name of names) {
    const reading = await segmentBytes(files, name);
    if (!reading.ok) {
      problems.push({ file: segmentFile(name), entry: null, offset: null, message: reading.reason });
      continue;
    }
    const examined = examineSegment(name, reading.bytes, keys);
    const before = segments.at(-1);
    if (before !== undefined && isSame(before.name, name)) problems.push(...compareTwice(before, examined));
    else segments.push(examined);
    problems.push(...examined.problems);
  }
  const retired = retiredIn(segments);
  problems.push(...betweenSegments(segments, retired));
  problems.push(...(await mentions(files, segments, retired, names)));
  return {
    problems: problems.sort((a, b) =>
      a.file < b.file ? -1 : a.file > b.file ? 1 : (a.entry ?? -1) - (b.entry ?? -1),
    ),
    tails: tailsOf(segments),
    journals: new Set(segments.map(({ name }) => name.journal)).size,
    segments: segments.length,
    entries: segments.reduce((sum, { entries }) => sum + entries, 0),
    sessions: new Set(segments.flatMap(({ sessions }) => [...sessions])).size,
    retired: [...retired.values()].reduce((sum, count) => sum + count, 0),
  };
}

function isSame(a: SegmentName, b: SegmentName): boolean {
  return a.journal === b.journal && a.segment === b.segment;
}

/** A segment is there twice where a crash came between compressing it and removing it: then both hold the same. */
function compareTwice(plain: ExaminedSegment, { end, file }: ExaminedSegment): readonly Problem[] {
  if (end?.closed === true && end.hash === plain.end?.hash && end.bytes === plain.end.bytes) return [];
  return [{ file, entry: null, offset: null, message: `holds something else than ${plain.file}` }];
}

/** By journal, the last segment of which a signed entry says that it was removed. */
function retiredIn(segments: readonly ExaminedSegment[]): ReadonlyMap<string, number> {
  const retired = new Map<string, number>();
  const note = (journal: string, segment: number) =>
    retired.set(journal, Math.max(retired.get(journal) ?? 0, segment));
  for (const { opening, retirements } of segments) {
    for (const [journal, segment] of Object.entries(opening?.retired ?? {})) note(journal, segment);
    for (const { journal, segment } of retirements) note(journal, segment);
  }
  return retired;
}

/** Each segment follows the one before it, and none is missing. */
function betweenSegments(
  segments: readonly ExaminedSegment[],
  retired: ReadonlyMap<string, number>,
): readonly Problem[] {
  const problems: Problem[] = [];
  let before: ExaminedSegment | null = null;
  for (const segment of segments) {
    const { name, file, opening, end } = segment;
    const whole = (message: string) => problems.push({ file, entry: null, offset: null, message });
    const follows: ExaminedSegment | null = before?.name.journal === name.journal ? before : null;
    const expected: number = follows === null ? 1 : follows.name.segment + 1;
    const previous = opening?.previous ?? null;
    if (name.segment > expected && (retired.get(name.journal) ?? 0) < name.segment - 1)
      whole(`is there, and segment ${expected} of its journal is not`);
    if (follows !== null && name.segment === expected && opening !== null) {
      const before = follows.end;
      if (previous === null || before === null || !sameEnd(previous, before))
        whole(`says that ${follows.file} ends elsewhere than it does`);
    }
    if (follows === null && name.segment === 1 && previous !== null)
      whole('is the first of its journal, and says that something came before');
    if (name.compressed && end?.closed !== true) whole('is compressed, and has no end');
    before = segment;
  }
  return problems;
}

function sameEnd(a: KnownEnd, b: KnownEnd): boolean {
  return a.bytes === b.bytes && a.hash === b.hash && a.closed === b.closed;
}

/** What journals say of each other still holds: no end lies before one that was seen. */
async function mentions(
  files: Files,
  segments: readonly ExaminedSegment[],
  retired: ReadonlyMap<string, number>,
  names: readonly SegmentName[],
): Promise<readonly Problem[]> {
  const byKey = new Map(segments.map((segment) => [keyOf(segment.name), segment]));
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { file, opening } of segments)
    for (const mention of opening?.known ?? []) {
      const key = `${keyOf(mention)} ${mention.bytes} ${mention.hash} ${mention.closed}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const wrong = (message: string) => problems.push({ file, entry: 0, offset: null, message });
      const found = byKey.get(keyOf(mention));
      const name = names.find((candidate) => isSame(candidate, { ...mention, compressed: false }));
      const what = segmentFile({ ...mention, compressed: name?.compressed ?? false });
      if (found === undefined) {
        if ((retired.get(mention.journal) ?? 0) < mention.segment)
          wrong(`knows of ${what}, which is not there`);
      } else if (
        mention.closed
          ? !(found.end !== null && sameEnd(found.end, mention))
          : !(await reaches(files, found, mention))
      )
        wrong(`knows of an end of ${what} that is not in it`);
    }
  return problems;
}

/** Whether a segment has an entry that ends where the mention says, with that hash. */
async function reaches(files: Files, { name, end }: ExaminedSegment, mention: KnownEnd): Promise<boolean> {
  if (end !== null && end.bytes === mention.bytes) return end.hash === mention.hash;
  const reading = await segmentBytes(files, name);
  if (!reading.ok) return false;
  let found = false;
  readEntries(reading.bytes, (frame) => {
    found ||= frame.end === mention.bytes && frame.hash.toString('hex') === mention.hash;
  });
  return found;
}

function keyOf({ journal, segment }: { readonly journal: string; readonly segment: number }): string {
  return `${journal} ${segment}`;
}

/** The last segments of journals that nobody closed. */
function tailsOf(segments: readonly ExaminedSegment[]): readonly OpenTail[] {
  return segments
    .filter(({ name, end }, at) => end?.closed !== true && segments[at + 1]?.name.journal !== name.journal)
    .map(({ name, file, torn, unsigned, end }) => {
      const own = segments.filter((segment) => segment.name.journal === name.journal);
      const ended = new Set(own.flatMap((segment) => [...segment.ended]));
      const attested = segments.some(({ opening }) =>
        opening?.known.some(
          (known) => keyOf(known) === keyOf(name) && known.hash === end?.hash && known.bytes === end.bytes,
        ),
      );
      const spokenOf = new Set(own.flatMap((segment) => [...segment.sessions]));
      return { file, torn, attested, unsigned, cutSessions: [...spokenOf].filter((id) => !ended.has(id)) };
    });
}
