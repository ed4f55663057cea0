/**
 * An index over records, in SQLite: who asked what, to be listed and searched. Made from journals and nothing else, brought up to date when it
 * is asked, and thrown away when it does not fit: never the truth.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { openShared } from '../../shared-database/open-shared.ts';
import type { Json } from '../journal/format.ts';
import type { SegmentName } from '../journal/segment-name.ts';
import { segmentNames } from '../journal/surroundings.ts';
import { listOf, numberOf, objectOf, textOf } from '../read/json-access.ts';
import { type ReadFiles, readSegment } from '../read/read-entries.ts';
import type { ResolvedEntry } from '../read/resolved-entry.ts';
import { filled, type ToldSession } from '../read/told.ts';
import { requestText } from '../read/transcript.ts';
import { SCHEMA, VERSION } from './schema.ts';

/** A row of the answer; names of columns are those of the query. */
export type IndexRow = Readonly<Record<string, string | number | null>>;

/** How long others are waited for. */
const BUSY_MILLISECONDS = 30_000;

export class RecordIndex {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  /** @param file of SQLite, or `:memory:`; another version's is made anew. Throws where it can be neither read nor written. */
  constructor(file: string) {
    this.#database = openShared(file, BUSY_MILLISECONDS);
    this.#database.exec('BEGIN IMMEDIATE');
    const found = this.#database.prepare('PRAGMA user_version').get()?.user_version;
    if (found !== VERSION) this.#makeAnew();
    this.#database.exec('COMMIT');
  }

  /** Takes in what journals hold by now. */
  async update(files: ReadFiles): Promise<void> {
    const names = await segmentNames(files);
    await this.#alone(() => this.#forgetAllBut(names));
    for (const name of names) {
      if (this.#known(name)?.closed === 1) continue;
      const later = names.some(({ journal, segment }) => journal === name.journal && segment > name.segment);
      // The console and the commands may bring it up to date at a time: what another one took in is not taken twice.
      await this.#alone(async () => {
        const known = this.#known(name);
        if (known?.closed === 1) return;
        const bytes = await readSegment(files, name, numberOf(known?.bytes), (entry) =>
          this.#take(entry, name),
        );
        this.#run(
          'INSERT OR REPLACE INTO segments (journal, segment, bytes, closed) VALUES (?, ?, ?, ?)',
          ...[name.journal, name.segment, bytes, later || name.compressed ? 1 : 0],
        );
      });
    }
  }

  query(sql: string, ...values: readonly SQLInputValue[]): readonly IndexRow[] {
    return this.#statement(sql).all(...values) as readonly IndexRow[];
  }

  close(): void {
    this.#database.close();
  }

  #makeAnew(): void {
    const tables = this.#database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all();
    // A shadow table of the search goes with it.
    for (const { name } of tables)
      if (!String(name).startsWith('search_')) this.#database.exec(`DROP TABLE IF EXISTS "${name}"`);
    this.#database.exec(SCHEMA);
  }

  /** Of segments that are gone, what stood in them goes too. */
  #forgetAllBut(names: readonly SegmentName[]): void {
    const there = new Set(names.map(({ journal, segment }) => `${journal} ${segment}`));
    for (const row of this.query('SELECT journal, segment FROM segments')) {
      if (there.has(`${row.journal} ${row.segment}`)) continue;
      const values = [row.journal ?? null, row.segment ?? null];
      this.#run(
        'DELETE FROM search WHERE rowid IN (SELECT id FROM statements WHERE journal = ? AND segment = ?)',
        ...values,
      );
      for (const table of ['statements', 'places', 'segments'])
        this.#run(`DELETE FROM ${table} WHERE journal = ? AND segment = ?`, ...values);
      this.#run('DELETE FROM sessions WHERE id NOT IN (SELECT session FROM places)');
    }
  }

  #take(entry: ResolvedEntry, { journal, segment }: SegmentName): void {
    const { session, kind, at, data } = entry;
    if (session === null) return;
    const { id } = session;
    this.#run(
      'INSERT OR IGNORE INTO places (session, journal, segment) VALUES (?, ?, ?)',
      id,
      journal,
      segment,
    );
    this.#run(
      'INSERT OR IGNORE INTO sessions (id, source, user, sub, address, application, started) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[
        id,
        session.source,
        session.user,
        session.sub,
        session.address,
        session.application,
        session.startedAt,
      ],
    );
    if (kind === 'session.end')
      this.#run('UPDATE sessions SET ended = ?, cause = ? WHERE id = ?', at, textOf(data.cause), id);
    if (kind === 'sql.asked' || kind === 'http.asked') this.#takeAsked(entry, session, journal, segment);
    if (kind === 'sql.crossed' || kind === 'http.crossed')
      this.#run('UPDATE sessions SET everything = 1 WHERE id = ?', id);
    if (/^(?:sql|http)\.(?:crossed|answered)$/.test(kind)) this.#takeAnswers(id, data.answers);
  }

  #takeAsked(
    { kind, statement, data, at, body }: ResolvedEntry,
    session: ToldSession,
    journal: string,
    segment: number,
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
    const { lastInsertRowid } = this.#run(
      `INSERT INTO statements (session, n, at, decision, sqlstate, message, text, rules, accesses, revision, journal, segment)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[
        session.id,
        numberOf(data.n),
        at,
        decision,
        textOf(data.sqlstate),
        textOf(data.message),
        text,
        rules,
      ],
      ...[accesses, statement?.revision ?? textOf(data.revision), journal, segment],
    );
    const who = `${session.user} ${session.sub} ${session.application}`;
    this.#run(
      'INSERT INTO search (rowid, text, who, relations, rules) VALUES (?, ?, ?, ?, ?)',
      ...[lastInsertRowid, text, who, accesses, rules],
    );
    const denied = decision === 'deny' ? 1 : 0;
    this.#run(
      'UPDATE sessions SET statements = statements + 1, denied = denied + ? WHERE id = ?',
      denied,
      session.id,
    );
  }

  #takeAnswers(id: string, answers: Json | undefined): void {
    for (const answer of listOf(answers).map((item) => objectOf(item))) {
      if (answer.end === undefined || typeof answer.n !== 'number') continue;
      const { kind, tag, sqlstate } = objectOf(answer.end);
      const [rows, bytes] = [numberOf(answer.rows), numberOf(answer.bytes)];
      this.#run(
        'UPDATE statements SET rows = rows + ?, bytes = bytes + ?, milliseconds = ?, outcome = ? WHERE session = ? AND n = ?',
        ...[rows, bytes, numberOf(answer.milliseconds)],
        ...[kind === 'error' ? `error ${textOf(sqlstate)}` : textOf(tag) || textOf(kind), id, answer.n],
      );
      this.#run('UPDATE sessions SET rows = rows + ?, bytes = bytes + ? WHERE id = ?', rows, bytes, id);
    }
  }

  #known({ journal, segment }: SegmentName): IndexRow | undefined {
    return this.query(
      'SELECT bytes, closed FROM segments WHERE journal = ? AND segment = ?',
      journal,
      segment,
    )[0];
  }

  /** As the only one of all who have the file open; whole, or not at all. */
  async #alone(action: () => Promise<void> | void): Promise<void> {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      await action();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #run(sql: string, ...values: readonly SQLInputValue[]) {
    return this.#statement(sql).run(...values);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
