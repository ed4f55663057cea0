/**
 * Opens a file of SQLite that several processes use, maybe for the first time and at the same moment. SQLite waits for others by itself,
 * but not where it changes to a write-ahead log: there it fails at once, so that this waits in its place.
 */
import { DatabaseSync } from 'node:sqlite';

/** Primary result code of SQLite, in the low byte of an extended one. */
const BUSY = 5;
const PAUSE_MILLISECONDS = 5;

/**
 * The database, with a write-ahead log that is not brought to the disk by each change: what is in it can be made anew, or need not
 * outlive the machine. Throws where it cannot be used, or not within `busyMilliseconds`.
 */
export function openShared(file: string, busyMilliseconds: number): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyMilliseconds });
  const end = performance.now() + busyMilliseconds;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
      return database;
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) {
        database.close();
        throw error;
      }
      // Like the waiting of SQLite's own, which every caller of it may meet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS);
    }
  }
}

function isBusy(error: unknown): boolean {
  if (!(error instanceof Error && 'errcode' in error)) return false;
  return typeof error.errcode === 'number' && (error.errcode & 0xff) === BUSY;
}
