/**
 * What is spent, for several processes of one machine: a table in SQLite, each change of which is one transaction, so that no two processes
 * spend the same. It is lost with the proxy, and outlives each of its workers: what a worker had taken when it died counts as spent. Throws where
 * the file fails.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openShared } from '../shared-database/open-shared.ts';

export interface Taking {
  readonly key: string;
  /** Milliseconds since 1970 at which the period began, and how long it is. */
  readonly since: number;
  readonly length: number;
  readonly limit: number;
  /** What is needed, and what part of what is left may be taken beyond it: 0 for none, 0.1 for a tenth. */
  readonly amount: number;
  readonly share: number;
}

/** Others change a row within microseconds; a process that was stopped in the middle of it holds the rest up. */
const BUSY_MILLISECONDS = 2_000;

export class SharedCounts {
  readonly #database: DatabaseSync;
  readonly #find: StatementSync;
  readonly #put: StatementSync;
  readonly #back: StatementSync;
  readonly #forget: StatementSync;

  /** @param file made where it is not there */
  constructor(file: string) {
    this.#database = openShared(file, BUSY_MILLISECONDS);
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS spent (key TEXT PRIMARY KEY, since INTEGER NOT NULL, until INTEGER NOT NULL, spent INTEGER NOT NULL) STRICT, WITHOUT ROWID;',
    );
    this.#find = this.#database.prepare('SELECT since, spent FROM spent WHERE key = ?');
    this.#put = this.#database.prepare(
      'INSERT OR REPLACE INTO spent (key, since, until, spent) VALUES (?, ?, ?, ?)',
    );
    this.#back = this.#database.prepare('UPDATE spent SET spent = spent - ? WHERE key = ? AND since = ?');
    this.#forget = this.#database.prepare('DELETE FROM spent WHERE until <= ?');
  }

  /** Takes at least what is needed, or nothing. `since`: of the period that it was taken from, later than asked where a clock was set back. */
  take({ key, since, length, limit, amount, share }: Taking): {
    readonly taken: number;
    readonly since: number;
  } {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const row = this.#find.get(key);
      const known = typeof row?.since === 'number' && row.since >= since ? row : null;
      const period = typeof known?.since === 'number' ? known.since : since;
      const spent = typeof known?.spent === 'number' ? known.spent : 0;
      const left = limit - spent;
      const taken = left < amount ? 0 : Math.max(amount, Math.floor(left * share));
      if (taken > 0) this.#put.run(key, period, period + length, spent + taken);
      this.#database.exec('COMMIT');
      return { taken, since: period };
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** What was taken and is not needed. */
  giveBack(key: string, since: number, amount: number): void {
    this.#back.run(amount, key, since);
  }

  /** Throws out periods that are over. */
  sweep(now: number): void {
    this.#forget.run(now);
  }

  close(): void {
    this.#database.close();
  }
}
