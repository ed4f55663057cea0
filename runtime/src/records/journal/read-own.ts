/**
 * What a journal says of itself in a segment, and where the segment ends: all that a journal which begins beside it has to know. Follows the chain
 * and decodes nothing else, so that a proxy begins as fast beside many records as beside few.
 */
import { ENTRY_LENGTHS, FIRST_LINES, type JsonObject, NO_HASH, OWN_KINDS } from './format.ts';
import { readChain } from './read-batch.ts';
import { readJsonHead } from './read-head.ts';
import { readEntries } from './read-segment.ts';

/** An entry of the journal's own. */
export interface OwnWord {
  readonly head: JsonObject;
  /** Of its batch. */
  readonly hash: Buffer;
}

export interface OwnReading {
  /** In their order. */
  readonly words: readonly OwnWord[];
  /** How many bytes hold whole batches. */
  readonly bytes: number;
  /** Of the last of them. */
  readonly hash: Buffer;
  readonly closed: boolean;
}

/** As they are written: what the journal says of itself is JSON, its kind in front. */
const BEGINS = Buffer.from('{"kind":"segment.');

/**
 * Null where there is no whole batch. Never throws: what stands there was written by whoever could write there.
 *
 * @param known where the segment ended when it was read before: what stands in front of that is not read again
 */
export function readOwn(segment: Buffer, known: Omit<OwnReading, 'words'> | null): OwnReading | null {
  const first = Buffer.from(FIRST_LINES[2]);
  if (!segment.subarray(0, first.length).equals(first)) return readFirstFormat(segment);
  const words: OwnWord[] = [];
  let { bytes, hash, closed } = known ?? { bytes: first.length, hash: NO_HASH, closed: false };
  for (
    let batch = readChain(segment, bytes, hash);
    batch.kind === 'chained';
    batch = readChain(segment, bytes, hash)
  ) {
    const said = ownHeads(segment.subarray(batch.from, batch.to));
    if (said === null) break;
    bytes = batch.end;
    hash = batch.hash;
    for (const head of said) words.push({ head, hash: batch.hash });
    closed = isClose(said.at(-1));
  }
  return hash === NO_HASH ? null : { words, bytes, hash, closed };
}

/** Of the entries of one batch; null where they are none. */
function ownHeads(entries: Buffer): readonly JsonObject[] | null {
  const heads: JsonObject[] = [];
  let at = 0;
  while (at < entries.length) {
    const headAt = at + ENTRY_LENGTHS;
    if (headAt > entries.length) return null;
    const bodyAt = headAt + entries.readUInt32BE(at);
    at = bodyAt + entries.readUInt32BE(at + 4);
    if (at > entries.length) return null;
    if (bodyAt - headAt <= BEGINS.length || BEGINS.compare(entries, headAt, headAt + BEGINS.length) !== 0)
      continue;
    const head = readJsonHead(entries.subarray(headAt, bodyAt));
    if (head === null) return null;
    heads.push(head);
  }
  return heads;
}

/** Records of the first format are few by now. */
function readFirstFormat(segment: Buffer): OwnReading | null {
  const words: OwnWord[] = [];
  const { bytes } = readEntries(segment, ({ head, hash }) => words.push({ head, hash }));
  const last = words.at(-1);
  return last === undefined ? null : { words, bytes, hash: last.hash, closed: isClose(last.head) };
}

function isClose(last: JsonObject | undefined): boolean {
  return last?.kind === OWN_KINDS.close;
}
