/** The entries of one session, from some place on, one segment at a time; nothing that lies before it is read. */
import { segmentNames } from '../journal/surroundings.ts';
import { type ReadFiles, readSegment } from '../read/read-entries.ts';
import type { ResolvedEntry } from '../read/resolved-entry.ts';
import type { RecordIndex } from './record-index.ts';
import type { SessionPlace } from './session-place.ts';

/** `from`: null for the beginning; `lastSegment`: the number of the last one that is wanted. Each list is good until the next is asked for. */
export async function* sessionEntries(
  files: ReadFiles,
  index: RecordIndex,
  session: string,
  from: SessionPlace | null,
  lastSegment = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly ResolvedEntry[]> {
  const places = index.query('SELECT journal, segment FROM places WHERE session = ?', session);
  const wanted = new Set(
    places
      .filter(({ journal, segment }) =>
        from === null
          ? true
          : journal === from.journal && Number(segment) >= from.segment && Number(segment) <= lastSegment,
      )
      .map(({ journal, segment }) => `${journal} ${segment}`),
  );
  for (const name of await segmentNames(files)) {
    if (!wanted.has(`${name.journal} ${name.segment}`)) continue;
    const entries: ResolvedEntry[] = [];
    const offset = name.segment === from?.segment ? from.offset : 0;
    await readSegment(files, name, offset, (entry) => {
      if (entry.session?.id === session) entries.push(entry);
    });
    yield entries;
  }
}
