/** The {@link Host} of a command line: the real file system. The only file of the compiler that imports `node:fs`. */
import { randomBytes } from 'node:crypto';
import { constants, type Stats, statSync } from 'node:fs';
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  opendir,
  readdir,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { decodeText, tooLarge } from './decode-text.ts';
import {
  type BytesResult,
  type DirectoryEntry,
  type ExactEntry,
  type FileStamp,
  type Host,
  HostError,
  type PathKind,
  type ReadFailure,
  type ReadResult,
} from './host.ts';

export const nodeHost: Host = {
  now: Date.now,
  ...{ kindOf, stampOf, list, listExactly, readText, readSecret, readExactly },
  ...{ createFile, writeFile, makeDirectory, rename: move, remove },
};

async function kindOf(path: string): Promise<PathKind> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'directory' : 'file';
  } catch (error) {
    if (isMissing(error)) return 'none';
    throw refused('look at', path, error);
  }
}

/** Not by promise: that costs thirty times as much, and this is asked of every file of a project after every key. */
function stampOf(path: string): FileStamp | null {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (found?.isFile() !== true) return null;
    const { dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = found;
    const changedAt = Math.max(Number(mtimeMs), Number(ctimeMs));
    return { text: [dev, ino, size, mtimeNs, ctimeNs].join(), changedAt };
  } catch (error) {
    // Reading it says what is the matter.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

async function list(directory: string): Promise<readonly DirectoryEntry[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    const kept: DirectoryEntry[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) kept.push({ name: entry.name, kind: 'directory' });
      else if (entry.isFile()) kept.push({ name: entry.name, kind: 'file' });
      else if (entry.isSymbolicLink() && (await kindOf(join(directory, entry.name))) === 'file')
        kept.push({ name: entry.name, kind: 'file' });
    }
    // By UTF-16 unit, not by locale: the order must be the same on every machine.
    return kept.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw refused('list', directory, error);
  }
}

async function listExactly(directory: string, most: number): Promise<readonly ExactEntry[]> {
  try {
    const entries: ExactEntry[] = [];
    // Not readdir: it takes the memory for all entries before any can be counted.
    for await (const entry of await opendir(directory)) {
      const kind = entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other';
      entries.push({ name: entry.name, kind });
      if (entries.length > most) break;
    }
    return entries;
  } catch (error) {
    throw refused('list', directory, error);
  }
}

async function readText(path: string, maxBytes: number): Promise<ReadResult> {
  return asText(await readFile(path, maxBytes, constants.O_RDONLY, () => null));
}

async function readSecret(path: string, maxBytes: number): Promise<ReadResult> {
  const exposed: ReadFailure = {
    kind: 'exposed',
    reason: 'others than its owner can read or change it (`chmod 600` takes that away)',
  };
  return asText(
    await readFile(path, maxBytes, constants.O_RDONLY, (status) => (isExposed(status) ? exposed : null)),
  );
}

async function readExactly(path: string, maxBytes: number): Promise<BytesResult> {
  // Without O_NONBLOCK, opening a pipe would wait for its other end.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const result = await readFile(path, maxBytes, flags, (status) => (status.isFile() ? null : notPlain));
  // Opened without following, a link is not missing but in the way.
  return !result.ok && (await isLink(path)) ? { ok: false, failure: notPlain } : result;
}

/** Reads no more than one byte past the bound: a device or a growing file can hold more than its size says. */
async function readFile(
  path: string,
  maxBytes: number,
  flags: number,
  objection: (status: Stats) => ReadFailure | null,
): Promise<BytesResult> {
  try {
    const file = await open(path, flags);
    try {
      const status = await file.stat();
      const failure = status.isDirectory() ? isDirectory : objection(status);
      if (failure !== null) return { ok: false, failure };
      if (status.size > maxBytes) return tooLarge(maxBytes);
      const bytes = await readUpTo(file, maxBytes + 1);
      return bytes.length > maxBytes ? tooLarge(maxBytes) : { ok: true, bytes };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, failure: readFailure(error) };
  }
}

async function readUpTo(file: FileHandle, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let total = 0; total < most; ) {
    const chunk = Buffer.allocUnsafe(Math.min(1 << 16, most - total));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    total += bytesRead;
  }
  return Buffer.concat(chunks);
}

function asText(result: BytesResult): ReadResult {
  return result.ok ? decodeText(result.bytes) : result;
}

/** As PostgreSQL judges its own key file: a group may read what is root's. Windows has no such bits. */
function isExposed({ mode, uid }: Stats): boolean {
  return process.platform !== 'win32' && (mode & (uid === 0 ? 0o026 : 0o066)) !== 0;
}

async function createFile(path: string, text: string, secrecy: 'secret' | 'public'): Promise<boolean> {
  try {
    const file = await open(path, 'wx', secrecy === 'secret' ? 0o600 : 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw refused('write', path, error);
  }
}

async function writeFile(path: string, content: string | Uint8Array): Promise<void> {
  try {
    // Through a link to the file behind it: replacing the link itself would tear the two apart.
    const target = (await isLink(path)) ? await realpath(path) : path;
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    const mode = await modeOf(target);
    try {
      const file = await open(temporary, 'wx', mode ?? 0o666);
      try {
        await file.writeFile(content);
        // The mode given to open() is cut by the umask.
        if (mode !== null) await file.chmod(mode);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  } catch (error) {
    throw refused('write', path, error);
  }
}

/** Not by `recursive`: where a file system answers that what is there is missing, as /proc does, Node tries for ever. */
async function makeDirectory(path: string): Promise<void> {
  try {
    await makeBelow(path);
  } catch (error) {
    throw refused('create', path, error);
  }
}

async function makeBelow(path: string): Promise<void> {
  const kind = await kindOf(path);
  if (kind === 'directory') return;
  const parent = dirname(path);
  if (kind === 'none' && parent !== path) await makeBelow(parent);
  try {
    await mkdir(path);
  } catch (error) {
    // Somebody else was faster.
    if (codeOf(error) !== 'EEXIST' || (await kindOf(path)) !== 'directory') throw error;
  }
}

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    throw refused('rename', from, error);
  }
}

async function remove(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    throw refused('remove', path, error);
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o7777;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const isDirectory: ReadFailure = { kind: 'directory', reason: 'it is a directory' };
const notPlain: ReadFailure = { kind: 'not-plain', reason: 'it is no plain file' };

function readFailure(error: unknown): ReadFailure {
  if (isMissing(error)) return { kind: 'missing', reason: 'there is no such file' };
  return codeOf(error) === 'EISDIR' ? isDirectory : { kind: 'unreadable', reason: sentenceOf(error) };
}

function refused(verb: string, path: string, error: unknown): HostError {
  if (error instanceof HostError) return error;
  return new HostError(`cannot ${verb} \`${path}\`: ${sentenceOf(error)}`, { cause: error });
}

function sentenceOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'there is no such file or directory';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOSPC':
      return 'no space is left on the device';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOTDIR':
      return 'a part of the path is no directory';
    case 'ENOTEMPTY':
    case 'EEXIST':
      return 'it exists already';
    case 'EXDEV':
      return 'the two places are on different file systems';
    case 'ENAMETOOLONG':
      return 'the name is too long';
    default:
      return codeOf(error) ?? 'the operating system refused';
  }
}

function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  // A link that leads in a circle leads nowhere.
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
