/** What is recorded from now on, of all sessions: read as journals grow, and nothing that lies before but what sessions that go on are in the middle of. */
import { storedSegments } from '../journal/retention.ts';
import { type ReadFiles, SegmentFollower } from '../read/read-entries.ts';
import type { ResolvedEntry } from '../read/resolved-entry.ts';
import { type Moment, Transcript } from '../read/transcript.ts';
import type { IndexRow, RecordIndex } from './record-index.ts';

/** Of a session, the newest statements that are looked at for whether they still wait for answers. */
const MAY_WAIT = 100;

export interface TailMoment {
  readonly session: ResolvedEntry['session'];
  readonly moment: Moment;
}

/** A segment that is followed, and how large its file was when it was last read. */
interface Followed {
  readonly follower: SegmentFollower;
  size: number;
}

/** What has been recorded since it was last looked at. */
export class RecordsTail {
  /** By segment, what of it was there at the beginning, in bytes; and whether it was closed then. */
  readonly #old = new Map<string, { readonly bytes: number; readonly closed: boolean }>();
  /** By journal, the first segment of which something is still to be understood. */
  readonly #needed = new Map<string, number>();
  /** By session that went on at the beginning, where what it is in the middle of begins. */
  readonly #places = new Map<string, { readonly segment: number; readonly offset: number }>();
  readonly #followed = new Map<string, Followed>();
  readonly #transcripts = new Map<string, Transcript>();

  /** @param index up to date: what it knows of is not told */
  constructor(index: RecordIndex) {
    for (const { journal, segment, bytes, closed } of index.query('SELECT * FROM segments'))
      this.#old.set(`${journal} ${segment}`, { bytes: Number(bytes), closed: closed === 1 });
    const sessions = index.query(
      `SELECT id, journal, place_segment, place_offset FROM sessions
       WHERE ended IS NULL AND journal IN (SELECT journal FROM segments WHERE closed = 0)`,
    );
    for (const session of sessions) {
      const place = unansweredIn(index, String(session.id)) ?? session;
      const segment = Number(place.place_segment);
      const journal = String(session.journal);
      this.#places.set(String(session.id), { segment, offset: Number(place.place_offset) });
      this.#needed.set(journal, Math.min(segment, this.#needed.get(journal) ?? segment));
    }
  }

  /** What has come since the last look. */
  async look(files: ReadFiles): Promise<readonly TailMoment[]> {
    const moments: TailMoment[] = [];
    for (const { journal, segment, compressed, bytes: size } of storedSegments(await files.list())) {
      const key = `${journal} ${segment}`;
      const isNeeded = segment >= (this.#needed.get(journal) ?? Number.POSITIVE_INFINITY);
      if (this.#old.get(key)?.closed === true && !isNeeded) continue;
      const followed = this.#followed.get(key) ?? { follower: new SegmentFollower(), size: -1 };
      this.#followed.set(key, followed);
      if (followed.size === size) continue;
      followed.size = size;
      await followed.follower.read(files, { journal, segment, compressed }, (entry) => {
        const isOld = entry.offset < (this.#old.get(key)?.bytes ?? 0);
        for (const moment of this.#take(entry, segment))
          if (!isOld) moments.push({ session: entry.session, moment });
      });
    }
    return moments;
  }

  #take(entry: ResolvedEntry, segment: number): readonly Moment[] {
    const id = entry.session?.id ?? '';
    const place = this.#places.get(id);
    if (
      place !== undefined &&
      (segment < place.segment || (segment === place.segment && entry.offset < place.offset))
    )
      return [];
    const transcript = this.#transcripts.get(id) ?? new Transcript();
    this.#transcripts.set(id, transcript);
    const moments = transcript.take(entry);
    if (entry.kind === 'session.end') this.#transcripts.delete(id);
    return moments;
  }
}

/** The place of the first statement that still waits for its answer, or for more of it. */
function unansweredIn(index: RecordIndex, session: string): IndexRow | null {
  const [place] = index.query(
    `SELECT n, place_segment, place_offset FROM
       (SELECT * FROM statements WHERE session = ? ORDER BY n DESC LIMIT ${MAY_WAIT})
     WHERE outcome IS NULL OR outcome = 'suspended' ORDER BY n LIMIT 1`,
    session,
  );
  return place ?? null;
}
