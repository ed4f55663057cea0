/** Takes the entries of one segment into the index, in their order. Knows neither files nor transactions. */
import type { SQLInputValue } from 'node:sqlite';
import { unfinishedCharacter } from '../../bodies/unfinished-character.ts';
import type { JsonObject } from '../journal/format.ts';
import type { SegmentName } from '../journal/segment-name.ts';
import { listOf, numberOf, objectOf, textOf } from '../read/json-access.ts';
import type { ResolvedEntry } from '../read/resolved-entry.ts';
import { filled, type ToldSession } from '../read/told.ts';
import { requestText } from '../read/transcript.ts';
import type { IndexRow } from './record-index.ts';
import { StreamPlace } from './stream-place.ts';

/** Runs a statement of SQL on the index. */
export interface IndexWriter {
  query(sql: string, ...values: readonly SQLInputValue[]): readonly IndexRow[];
  run(sql: string, ...values: readonly SQLInputValue[]): { readonly lastInsertRowid: number | bigint };
}

/** A session, and where reading may begin so that nothing of what comes next is missed. */
interface Followed {
  readonly stream: StreamPlace;
  segment: number;
  offset: number;
}

/** Characters of a request that may be found. */
const SEARCHED_TEXT = 64 * 1024;
/** From so many bytes on, what was sent goes into the index before its end. */
const GATHERED_BYTES = 64 * 1024;

/** What was sent of a request's body and is not in the index yet. */
interface SentBody {
  readonly session: string;
  readonly n: number;
  readonly pieces: Buffer[];
  bytes: number;
}

export class SegmentIntake {
  readonly #index: IndexWriter;
  readonly #name: SegmentName;
  readonly #followed = new Map<string, Followed>();
  readonly #bodies = new Map<string, SentBody>();

  constructor(index: IndexWriter, name: SegmentName) {
    this.#index = index;
    this.#name = name;
  }

  take(entry: ResolvedEntry): void {
    const { session, kind, at, data, offset } = entry;
    if (session === null) return;
    const { id } = session;
    const followed = this.#follow(session);
    if (followed.stream.isBetween) {
      followed.segment = this.#name.segment;
      followed.offset = offset;
    }
    if (kind === 'session.end')
      this.#index.run('UPDATE sessions SET ended = ?, cause = ? WHERE id = ?', at, textOf(data.cause), id);
    if (kind === 'sql.asked' || kind === 'http.asked') this.#asked(entry, session, followed);
    if (kind === 'sql.crossed' || kind === 'http.crossed')
      this.#index.run('UPDATE sessions SET everything = 1 WHERE id = ?', id);
    if (kind === 'http.sent') this.#sent(entry, id);
    if (/^(?:sql|http)\.(?:crossed|answered)$/.test(kind)) this.#answered(entry, id, followed);
  }

  /** To be called behind the last entry: what is known of sessions that go on. */
  finish(): void {
    for (const body of this.#bodies.values()) this.#takeBody(body);
    this.#bodies.clear();
    for (const [id, { stream, segment, offset }] of this.#followed)
      this.#index.run(
        'UPDATE sessions SET stream = ?, place_segment = ?, place_offset = ? WHERE id = ?',
        ...[stream.state, segment, offset, id],
      );
  }

  #follow(session: ToldSession): Followed {
    const { id, source, user, sub, address, application, startedAt } = session;
    const known = this.#followed.get(id);
    if (known !== undefined) return known;
    const { journal, segment } = this.#name;
    this.#index.run(
      'INSERT OR IGNORE INTO places (session, journal, segment) VALUES (?, ?, ?)',
      ...[id, journal, segment],
    );
    this.#index.run(
      `INSERT OR IGNORE INTO sessions (id, source, user, sub, address, application, started, journal)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, source, user, sub, address, application, startedAt, journal],
    );
    const [row] = this.#index.query(
      'SELECT stream, place_segment, place_offset FROM sessions WHERE id = ?',
      id,
    );
    const followed = {
      stream: new StreamPlace(typeof row?.stream === 'string' ? row.stream : ''),
      segment: typeof row?.place_segment === 'number' ? row.place_segment : segment,
      offset: typeof row?.place_offset === 'number' ? row.place_offset : 0,
    };
    this.#followed.set(id, followed);
    return followed;
  }

  #asked(
    { kind, statement, data, at, body }: ResolvedEntry,
    session: ToldSession,
    place: Pick<Followed, 'segment' | 'offset'>,
  ): void {
    const text =
      kind === 'http.asked'
        ? (requestText(data, body) ?? '')
        : statement?.asked == null
          ? ''
          : filled(statement.asked, data.constants);
    const rules = [...(statement?.rules ?? []), textOf(data.detail)].filter((rule) => rule !== '').join('\n');
    const accesses = (statement?.accesses ?? []).join(', ');
    const decision = textOf(data.decision);
    const { lastInsertRowid } = this.#index.run(
      `INSERT INTO statements (session, n, at, decision, sqlstate, message, text, rules, accesses, revision,
         journal, segment, place_segment, place_offset)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[session.id, numberOf(data.n), at, decision, textOf(data.sqlstate), textOf(data.message), text],
      ...[rules, accesses, statement?.revision ?? textOf(data.revision)],
      ...[this.#name.journal, this.#name.segment, place.segment, place.offset],
    );
    const who = `${session.user} ${session.sub} ${session.application}`;
    this.#index.run(
      'INSERT INTO search (rowid, text, who, relations, rules) VALUES (?, ?, ?, ?, ?)',
      ...[lastInsertRowid, text, who, accesses, rules],
    );
    this.#index.run(
      'UPDATE sessions SET statements = statements + 1, denied = denied + ? WHERE id = ?',
      ...[decision === 'deny' ? 1 : 0, session.id],
    );
  }

  #sent({ data, body }: ResolvedEntry, session: string): void {
    const n = numberOf(data.n);
    const key = `${n} ${session}`;
    const sent: SentBody = this.#bodies.get(key) ?? { session, n, pieces: [], bytes: 0 };
    sent.pieces.push(body);
    sent.bytes += body.length;
    const isDue = data.end !== undefined || sent.bytes >= GATHERED_BYTES;
    if (isDue) this.#takeBody(sent);
    if (isDue) this.#bodies.delete(key);
    else this.#bodies.set(key, sent);
  }

  /** Found by words is the beginning of a body. A character that is cut waits for the piece that has its end. */
  #takeBody({ session, n, pieces }: SentBody): void {
    const [row] = this.#index.query(
      `SELECT statements.id, cut_character, length(search.text) AS length
       FROM statements JOIN search ON search.rowid = statements.id WHERE session = ? AND n = ?`,
      ...[session, n],
    );
    if (row === undefined) return;
    const { id = null } = row;
    const bytes = Buffer.concat([Buffer.from(textOf(row.cut_character), 'hex'), ...pieces]);
    const whole = bytes.length - unfinishedCharacter(bytes);
    this.#index.run(
      'UPDATE statements SET answered_segment = ?, cut_character = ? WHERE id = ?',
      ...[this.#name.segment, bytes.toString('hex', whole), id],
    );
    const wanted = SEARCHED_TEXT - numberOf(row.length);
    const text = wanted <= 0 ? '' : bytes.toString('utf8', 0, whole).slice(0, wanted);
    if (text !== '') this.#index.run('UPDATE search SET text = text || ? WHERE rowid = ?', text, id);
  }

  #answered({ kind, data, body }: ResolvedEntry, id: string, { stream }: Followed): void {
    const ends = listOf(data.answers)
      .map((item) => objectOf(item))
      .filter(({ end }) => end !== undefined);
    if (kind === 'sql.crossed') stream.take(body, ends.length);
    for (const answer of ends) this.#answer(id, answer);
  }

  #answer(id: string, answer: JsonObject): void {
    if (typeof answer.n !== 'number') return;
    const { kind, tag, sqlstate } = objectOf(answer.end);
    const [rows, bytes] = [numberOf(answer.rows), numberOf(answer.bytes)];
    this.#index.run(
      `UPDATE statements SET rows = rows + ?, bytes = bytes + ?, milliseconds = ?, outcome = ?, answered_segment = ?
       WHERE session = ? AND n = ?`,
      ...[rows, bytes, numberOf(answer.milliseconds)],
      kind === 'error' ? `error ${textOf(sqlstate)}` : textOf(tag) || textOf(kind),
      ...[this.#name.segment, id, answer.n],
    );
    this.#index.run('UPDATE sessions SET rows = rows + ?, bytes = bytes + ? WHERE id = ?', rows, bytes, id);
  }
}
