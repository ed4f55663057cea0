/** Puts a text in the place of a file at once, so that a reader, or a machine that loses power, finds the old or the new. */
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** How the proxy writes a file; resolves to why it cannot, a clause, and to null where it could. Never rejects. */
export type ReplaceFile = (path: string, text: string) => Promise<string | null>;

/** Replaces a file by one that its owner alone can read and change. Its directory must exist. */
export const replaceFile: ReplaceFile = async (path, text) => {
  const temporary = join(dirname(path), `.${basename(path)}.new`);
  try {
    // What a run that was cut short has left. One proxy writes one file, so there is no other writer to disturb.
    await rm(temporary, { force: true });
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'its directory does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'no space is left on the device';
    default:
      return typeof code === 'string' ? code : 'the operating system refused';
  }
}
