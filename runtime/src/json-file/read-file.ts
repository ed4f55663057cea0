/**
 * Reads a file whole, if it is a regular one of bounded size, and says who else could read or change it. The only
 * file of this folder that touches the file system.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Who but its owner (and root) may do what with a file. */
export interface FileExposure {
  readonly readable: boolean;
  readonly writable: boolean;
}

export type FileReading =
  | { readonly ok: true; readonly text: string; readonly exposure: FileExposure }
  /** `reason` follows the name of the file: `does not exist`. */
  | { readonly ok: false; readonly reason: string };

/** How the rest of the proxy asks for a file; tests give their own. */
export type ReadFile = (path: string, maxBytes: number) => Promise<FileReading>;

/** Reads UTF-8 text of at most `maxBytes` bytes. Never rejects. */
export const readFile: ReadFile = async (path, maxBytes) => {
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer, for ever.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await handle.stat();
      if (stat.isDirectory()) return { ok: false, reason: 'is a directory' };
      if (!stat.isFile()) return { ok: false, reason: 'is not a regular file' };
      if (stat.size > maxBytes) return { ok: false, reason: `is larger than ${maxBytes} bytes` };
      const bytes = await handle.readFile();
      if (bytes.length > maxBytes) return { ok: false, reason: `is larger than ${maxBytes} bytes` };
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      return { ok: true, text, exposure: exposureOf(stat.mode, stat.uid) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
};

/**
 * The rule is PostgreSQL's for its own key file: nobody but the owner, except that a file of root's may be readable
 * by a group. Windows has no such bits.
 */
export function exposureOf(mode: number, uid: number): FileExposure {
  if (process.platform === 'win32') return { readable: false, writable: false };
  const readers = uid === 0 ? 0o004 : 0o044;
  return { readable: (mode & readers) !== 0, writable: (mode & 0o022) !== 0 };
}

/** Why a file could not be read, as a clause that follows its name. */
function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return 'is not UTF-8 text';
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: permission denied';
    case 'ELOOP':
      return 'cannot be read: too many symbolic links';
    case 'ENAMETOOLONG':
      return 'cannot be read: its name is too long';
    default:
      return `cannot be read${typeof code === 'string' ? `: ${code}` : ''}`;
  }
}
