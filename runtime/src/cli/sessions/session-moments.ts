/** The moments of one session from some statement on, as they are read: a segment at a time. */
import type { RecordIndex } from '../../records/index/record-index.ts';
import { sessionEntries } from '../../records/index/session-entries.ts';
import { stretchOf } from '../../records/index/session-place.ts';
import type { ReadFiles } from '../../records/read/read-entries.ts';
import type { ToldSession } from '../../records/read/told.ts';
import { type Moment, Transcript } from '../../records/read/transcript.ts';

export interface SessionMoment {
  readonly session: ToldSession | null;
  readonly moment: Moment;
}

/**
 * `from`: number of the first statement; null for the session from its beginning. From a statement on, what comes is what would come from the beginning, without what
 * stands before that statement and without answers to earlier ones.
 */
export async function* sessionMoments(
  files: ReadFiles,
  index: RecordIndex,
  id: string,
  from: number | null,
): AsyncGenerator<SessionMoment> {
  const place = from === null ? null : (stretchOf(index, id, from, 1)?.from ?? null);
  const transcript = new Transcript();
  let isReached = from === null;
  for await (const entries of sessionEntries(files, index, id, place))
    for (const entry of entries)
      for (const moment of transcript.take(entry)) {
        if (from !== null && moment.kind === 'asked' && moment.n >= from) isReached = true;
        const isEarlier = from !== null && isOfStatement(moment) && moment.n < from;
        if (isReached && !isEarlier) yield { session: transcript.session, moment };
      }
}

function isOfStatement(moment: Moment): moment is Moment & { readonly n: number } {
  return (moment.kind === 'answered' && moment.n !== null) || moment.kind === 'sent';
}
