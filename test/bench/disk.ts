/** How long the disk takes to have what was written: the floor under whatever waits for it. */
import { closeSync, fdatasync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const WRITES = 200;
/** About what a batch of a few entries takes. */
const BYTES = 2048;

const sync = promisify(fdatasync);

/** Microseconds of each of some writes that are brought to the disk one by one, behind one another in a file of `directory`. */
export async function syncMicroseconds(directory: string): Promise<readonly number[]> {
  const file = join(directory, 'sync');
  const descriptor = openSync(file, 'wx');
  const bytes = Buffer.alloc(BYTES, 1);
  const times: number[] = [];
  try {
    for (let write = 0; write < WRITES; write += 1) {
      const start = process.hrtime.bigint();
      writeSync(descriptor, bytes);
      await sync(descriptor);
      times.push(Number(process.hrtime.bigint() - start) / 1e3);
    }
  } finally {
    closeSync(descriptor);
    unlinkSync(file);
  }
  return times;
}

/**
 * Transactions a second that can wait for the disk, at most: each of so many clients waits, besides what it takes without, for the rest of the write that is under way,
 * half of one on average, and for the next one, which has its entry.
 */
export function boundByDisk(clients: number, perSecond: number, syncMicroseconds: number): number {
  return clients / (clients / perSecond + 1.5 * (syncMicroseconds / 1e6));
}
