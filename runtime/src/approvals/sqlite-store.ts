/**
 * Requests for approval in a file of SQLite, which one process has open at a time. What was open when it is opened is expired: whoever
 * waited for it is gone.
 */
import { closeSync, existsSync, fchmodSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { ApprovalRequest } from './approval-request.ts';
import type { ApprovalStore, StoredRequest, Vote } from './approval-store.ts';
import type { Outcome } from './outcome.ts';

const FILE = 'approvals.sqlite';
const VERSION = 1;

/** Settled requests beyond it are forgotten, the oldest first. */
const MAX_KEPT = 50_000;

const SCHEMA = `
  CREATE TABLE requests (
    id TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    outcome TEXT,
    settled_at INTEGER,
    used_at INTEGER
  ) STRICT;
  CREATE INDEX requests_by_time ON requests (asked_at);
  CREATE TABLE votes (
    request TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    subject TEXT NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT,
    at INTEGER NOT NULL,
    fulfils TEXT NOT NULL,
    PRIMARY KEY (request, subject, decision)
  ) STRICT;
  PRAGMA user_version = ${VERSION};
`;

export type StoreOpening =
  | { readonly ok: true; readonly store: ApprovalStore; readonly expired: number }
  /** A clause. */
  | { readonly ok: false; readonly problem: string };

/** Opens the file in `directory`, which is made where it is missing. `now`: milliseconds since 1970. */
export function openSqliteStore(directory: string, now: number): StoreOpening {
  try {
    // Not what is above it: where that is missing, somebody has made a mistake.
    if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700 });
    const file = join(directory, FILE);
    // Before anything is in it: statements and their values are nobody else's business.
    const descriptor = openSync(file, 'a', 0o600);
    fchmodSync(descriptor, 0o600);
    closeSync(descriptor);
    const database = new DatabaseSync(file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
    if (version > VERSION)
      return { ok: false, problem: `\`${file}\` was written by a newer version of the proxy` };
    if (version === 0) database.exec(`BEGIN; ${SCHEMA} COMMIT`);
    const store = new SqliteStore(database);
    return { ok: true, store, expired: store.expireAll(now) };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

class SqliteStore implements ApprovalStore {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  #added = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)] as const);
    this.#statements = Object.fromEntries(prepared) as Record<keyof typeof STATEMENTS, StatementSync>;
  }

  expireAll(now: number): number {
    return Number(this.#statements.expireAll.run(outcomeText({ kind: 'expired' }), now).changes);
  }

  add(id: string, request: ApprovalRequest, askedAt: number, expiresAt: number): void {
    this.#statements.add.run(id, JSON.stringify(request), askedAt, expiresAt);
    this.#added += 1;
    if (this.#added % 1000 === 0) this.#statements.forget.run(MAX_KEPT);
  }

  addVote(id: string, { subject, decision, reason, at, fulfils }: Vote): void {
    this.#statements.addVote.run(id, subject, decision, reason, at, JSON.stringify(fulfils));
  }

  removeVote(id: string, subject: string): void {
    this.#statements.removeVote.run(id, subject);
  }

  settle(id: string, outcome: Outcome, at: number, vote: Vote | null): boolean {
    return this.#together(() => {
      const isOpen = this.#statements.settle.run(outcomeText(outcome), at, id).changes === 1;
      if (isOpen && vote !== null) this.addVote(id, vote);
      return isOpen;
    });
  }

  use(id: string, at: number): boolean {
    return this.#statements.use.run(at, id).changes === 1;
  }

  find(id: string): StoredRequest | null {
    const row = this.#statements.find.get(id);
    return row === undefined ? null : this.#stored(row);
  }

  list(which: 'open' | 'all', limit: number): readonly StoredRequest[] {
    const rows = this.#statements[which === 'open' ? 'listOpen' : 'listAll'].all(limit);
    return rows.map((row) => this.#stored(row));
  }

  close(): void {
    this.#database.close();
  }

  #stored(row: Row): StoredRequest {
    const votes = this.#statements.votes.all(text(row.id)).map((vote) => ({
      subject: text(vote.subject),
      decision: vote.decision === 'approve' ? ('approve' as const) : ('deny' as const),
      reason: vote.reason === null ? null : text(vote.reason),
      at: Number(vote.at),
      fulfils: JSON.parse(text(vote.fulfils)) as number[],
    }));
    return {
      id: text(row.id),
      request: JSON.parse(text(row.request)) as ApprovalRequest,
      askedAt: Number(row.asked_at),
      expiresAt: Number(row.expires_at),
      votes,
      outcome: row.outcome === null ? null : (JSON.parse(text(row.outcome)) as Outcome),
      settledAt: row.settled_at === null ? null : Number(row.settled_at),
      usedAt: row.used_at === null ? null : Number(row.used_at),
    };
  }

  #together<Result>(change: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = change();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

type Row = NonNullable<ReturnType<StatementSync['get']>>;

const STATEMENTS = {
  add: 'INSERT INTO requests (id, request, asked_at, expires_at) VALUES (?, ?, ?, ?)',
  addVote: 'INSERT INTO votes (request, subject, decision, reason, at, fulfils) VALUES (?, ?, ?, ?, ?, ?)',
  removeVote: `DELETE FROM votes WHERE request = ? AND subject = ? AND decision = 'approve'`,
  settle: 'UPDATE requests SET outcome = ?, settled_at = ? WHERE id = ? AND outcome IS NULL',
  expireAll: 'UPDATE requests SET outcome = ?, settled_at = ? WHERE outcome IS NULL',
  use: `UPDATE requests SET used_at = ? WHERE id = ? AND used_at IS NULL AND outcome ->> 'kind' = 'approved'`,
  find: 'SELECT * FROM requests WHERE id = ?',
  listOpen: 'SELECT * FROM requests WHERE outcome IS NULL ORDER BY asked_at DESC, id LIMIT ?',
  listAll: 'SELECT * FROM requests ORDER BY asked_at DESC, id LIMIT ?',
  votes: 'SELECT * FROM votes WHERE request = ? ORDER BY at, subject',
  forget: `DELETE FROM requests WHERE id IN (
    SELECT id FROM requests WHERE outcome IS NOT NULL ORDER BY asked_at DESC LIMIT -1 OFFSET ?)`,
} as const;

function outcomeText(outcome: Outcome): string {
  return JSON.stringify(outcome);
}

function text(value: Row[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'errstr' in error ? String(error.errstr) : null;
  if (code === 'database is locked') return 'another proxy has it open';
  return code ?? (error instanceof Error ? error.message : 'it cannot be opened');
}
