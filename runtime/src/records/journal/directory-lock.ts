/**
 * Who has a directory of records: one proxy at a time, since it alone closes, compresses and removes what is in it. The lock is the operating
 * system's, on a file that SQLite holds: it goes with the process that had it, however that ended, and is none of another machine's only
 * where the file system keeps locks there too.
 */
import { closeSync, fchmodSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { reasonOf } from './journal.ts';

const FILE = 'lock.sqlite';
/** SQLITE_BUSY (sqlite.org/rescode.html). */
const BUSY = 5;

export interface DirectoryLock {
  release(): void;
}

/** A clause where the directory cannot be had. It is made where it is missing. */
export function lockDirectory(directory: string): DirectoryLock | string {
  let database: DatabaseSync | null = null;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, FILE);
    const descriptor = openSync(file, 'a', 0o600);
    fchmodSync(descriptor, 0o600);
    closeSync(descriptor);
    database = new DatabaseSync(file);
    // Held until it is closed: the transaction never ends, and writes nothing.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const held = database;
    return { release: () => held.close() };
  } catch (error) {
    database?.close();
    const isHeld = error instanceof Error && 'errcode' in error && error.errcode === BUSY;
    return isHeld ? 'another proxy keeps its records there' : reasonOf(error);
  }
}
