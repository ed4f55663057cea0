/**
 * An index over records, in SQLite: who asked what, to be listed and searched. Made from journals and nothing else, brought up to date when it
 * is asked, and thrown away when it does not fit: never the truth.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { openShared } from '../../shared-database/open-shared.ts';
import { type SegmentName, segmentFile } from '../journal/segment-name.ts';
import { segmentNames } from '../journal/surroundings.ts';
import { numberOf } from '../read/json-access.ts';
import { type ReadFiles, SegmentFollower } from '../read/read-entries.ts';
import { SCHEMA, VERSION } from './schema.ts';
import { SegmentIntake } from './segment-intake.ts';

/** A row of the answer; names of columns are those of the query. */
export type IndexRow = Readonly<Record<string, string | number | null>>;

/** How long others are waited for. */
const BUSY_MILLISECONDS = 30_000;

export class RecordIndex {
  readonly #database: DatabaseSync;
  /** Of segments that may grow, by their files. */
  readonly #followers = new Map<string, SegmentFollower>();
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
        const isClosed = later || name.compressed;
        const bytes = await this.#takeIn(files, name, numberOf(known?.bytes), isClosed);
        this.run(
          'INSERT OR REPLACE INTO segments (journal, segment, bytes, closed) VALUES (?, ?, ?, ?)',
          ...[name.journal, name.segment, bytes, isClosed ? 1 : 0],
        );
      });
    }
  }

  /** What the segment holds from `known` on. Resolves to where that ends. */
  async #takeIn(files: ReadFiles, name: SegmentName, known: number, isClosed: boolean): Promise<number> {
    const key = segmentFile({ ...name, compressed: false });
    const before = this.#followers.get(key);
    // Back when it was all taken in: what is undone is read again.
    this.#followers.delete(key);
    const follower = before !== undefined && before.offset <= known ? before : new SegmentFollower();
    const intake = new SegmentIntake(this, name);
    await follower.read(files, name, (entry) => {
      if (entry.offset >= known) intake.take(entry);
    });
    intake.finish();
    if (!isClosed) this.#followers.set(key, follower);
    return Math.max(known, follower.offset);
  }

  query(sql: string, ...values: readonly SQLInputValue[]): readonly IndexRow[] {
    return this.#statement(sql).all(...values) as readonly IndexRow[];
  }

  /** For {@link SegmentIntake}. */
  run(sql: string, ...values: readonly SQLInputValue[]): { readonly lastInsertRowid: number | bigint } {
    return this.#statement(sql).run(...values);
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
      this.run(
        'DELETE FROM search WHERE rowid IN (SELECT id FROM statements WHERE journal = ? AND segment = ?)',
        ...values,
      );
      for (const table of ['statements', 'places', 'segments'])
        this.run(`DELETE FROM ${table} WHERE journal = ? AND segment = ?`, ...values);
      this.run('DELETE FROM sessions WHERE id NOT IN (SELECT session FROM places)');
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

  #statement(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
