/** The index beside the records, made for its owner alone; in memory where nothing can be written there. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { RecordIndex } from './record-index.ts';

const INDEX_FILE = 'index.sqlite';

/** Not brought up to date: see {@link RecordIndex.update}. */
export function openIndex(directory: string): RecordIndex {
  const path = join(directory, INDEX_FILE);
  const mask = permissionsOfOwner();
  try {
    const index = new RecordIndex(path);
    chmodSync(path, 0o600);
    return index;
  } catch {
    // It says of statements what journals say: without it, they are read anew.
    return new RecordIndex(':memory:');
  } finally {
    mask.restore();
  }
}

/** A thread has the mask of its process and cannot change it: there, the directory (0700) guards the moment before the mode is set. */
function permissionsOfOwner(): { restore(): void } {
  try {
    const before = process.umask(0o077);
    return { restore: () => void process.umask(before) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_UNSUPPORTED_OPERATION')
      return { restore: () => undefined };
    throw error;
  }
}
