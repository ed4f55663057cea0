/**
 * The compiler's host with the texts of files remembered for as long as the files are what they were: an editor asks for all of a
 * project after every key. Whether a file changed is asked of the file system each time, not of the editor, which may not watch.
 */
import type { Host, ReadResult } from '@dlpc/compiler';

/** Clocks of file systems are coarse: a file that changed as lately as this may change again without a new time, in milliseconds. */
const SETTLED = 2_000;

interface Known {
  readonly stamp: string;
  readonly read: ReadResult;
}

export function rememberingHost(disk: Host): Host {
  const known = new Map<string, Known>();
  return {
    ...disk,
    readText: async (path, maxBytes) => {
      const stamp = disk.stampOf?.(path) ?? null;
      const before = known.get(path);
      if (stamp !== null && before?.stamp === stamp.text) return before.read;
      known.delete(path);
      const read = await disk.readText(path, maxBytes);
      // Read whole, by whoever reads it: a reader with another bound would get another answer to a refusal alone.
      if (read.ok && stamp !== null && disk.now() - stamp.changedAt > SETTLED)
        known.set(path, { stamp: stamp.text, read });
      return read;
    },
  };
}
