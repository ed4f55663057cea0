/** The moments of one session, read from the segments that it is in. */
import type { RecordIndex } from '../../records/index/record-index.ts';
import { segmentNames } from '../../records/journal/surroundings.ts';
import { type ReadFiles, readSegment } from '../../records/read/read-entries.ts';
import type { ToldSession } from '../../records/read/told.ts';
import { type Moment, Transcript } from '../../records/read/transcript.ts';

export interface SessionMoments {
  readonly session: ToldSession | null;
  readonly moments: readonly Moment[];
}

export async function sessionMoments(
  files: ReadFiles,
  index: RecordIndex,
  id: string,
): Promise<SessionMoments> {
  const transcript = new Transcript();
  const moments: Moment[] = [];
  const places = index.query('SELECT journal, segment FROM places WHERE session = ?', id);
  for (const name of await segmentNames(files)) {
    if (!places.some(({ journal, segment }) => journal === name.journal && segment === name.segment))
      continue;
    await readSegment(files, name, 0, (entry) => {
      if (entry.session?.id === id) moments.push(...transcript.take(entry));
    });
  }
  return { session: transcript.session, moments };
}
