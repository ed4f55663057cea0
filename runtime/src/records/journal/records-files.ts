/** The file system as records need it. The one file of this folder that touches it; tests give others that fail. */
import { constants, type Dirent, fdatasync, writeSync } from 'node:fs';
import {
  chmod,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

/** A segment that is being written. */
export interface OpenFile {
  /** Writes all of it at that place, and nothing else is written there. */
  write(bytes: Buffer, at: number): Promise<void>;
  /** Does so before it returns; for what is short. Throws as the file system does. */
  writeAtOnce(bytes: Buffer, at: number): void;
  /** Resolves when what was written is on the disk. */
  sync(): Promise<void>;
  truncate(bytes: number): Promise<void>;
  close(): Promise<void>;
}

export interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** Names are those of files in one directory. Everything rejects as the file system does. */
export interface RecordsFiles {
  /** Makes the directory, for its owner alone. */
  prepare(): Promise<void>;
  list(): Promise<readonly ListedFile[]>;
  /** From the byte `from` on, where it is given. */
  read(name: string, from?: number): Promise<Buffer>;
  /** A new file, for its owner alone; rejects where there is one. Its name is on the disk when this resolves. */
  create(name: string): Promise<OpenFile>;
  /** Writes a whole file that takes the place of what has the name. */
  replace(name: string, bytes: Buffer): Promise<void>;
  remove(name: string): Promise<void>;
}

export function recordsFiles(directory: string): RecordsFiles {
  const pathOf = (name: string) => join(directory, name);
  return {
    prepare: async () => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await chmod(directory, 0o700);
    },
    list: async () => {
      const entries = await readdir(directory, { withFileTypes: true });
      return (await Promise.all(entries.filter((entry) => entry.isFile()).map(listed))).filter(
        (file) => file !== null,
      );
    },
    read: (name, from = 0) => (from === 0 ? readFile(pathOf(name)) : readFrom(pathOf(name), from)),
    create: async (name) => {
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
      const handle = await open(pathOf(name), flags, 0o600);
      await syncDirectory(directory);
      return openFile(handle);
    },
    replace: async (name, bytes) => {
      const half = pathOf(`${name}.half`);
      await writeFile(half, bytes, { mode: 0o600, flush: true });
      await rename(half, pathOf(name));
      await syncDirectory(directory);
    },
    remove: (name) => unlink(pathOf(name)),
  };

  async function listed({ name }: Dirent): Promise<ListedFile | null> {
    try {
      const { size, mtimeMs } = await stat(pathOf(name));
      return { name, bytes: size, changedAt: mtimeMs };
    } catch (error) {
      // Compressed or retired by another process since it was listed.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }
}

async function readFrom(path: string, from: number): Promise<Buffer> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.max(0, size - from));
    let read = 0;
    while (read < bytes.length) {
      const { bytesRead } = await handle.read(bytes, read, bytes.length - read, from + read);
      // It was cut meanwhile.
      if (bytesRead === 0) break;
      read += bytesRead;
    }
    return bytes.subarray(0, read);
  } finally {
    await handle.close();
  }
}

function openFile(handle: FileHandle): OpenFile {
  const { fd } = handle;
  return {
    write: async (bytes, at) => {
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, at + written);
        written += someOf(bytesWritten);
      }
    },
    writeAtOnce: (bytes, at) => {
      for (let written = 0; written < bytes.length; )
        written += someOf(writeSync(fd, bytes, written, bytes.length - written, at + written));
    },
    // Not the handle's own: it takes twice the processor time.
    sync: () =>
      new Promise((resolve, reject) => {
        fdatasync(fd, (error) => (error === null ? resolve() : reject(error)));
      }),
    truncate: (bytes) => handle.truncate(bytes),
    close: () => handle.close(),
  };
}

/** A disk that is nearly full takes a part, and says so only the next time. */
function someOf(bytesWritten: number): number {
  if (bytesWritten === 0) throw new Error('nothing more could be written');
  return bytesWritten;
}

/** A name is on the disk when its directory is. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
