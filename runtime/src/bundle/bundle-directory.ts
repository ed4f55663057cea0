/** Reads the files of a bundle directory. Follows no link, opens nothing but plain files, reads no more than it is told to. */
import { constants } from 'node:fs';
import { type FileHandle, open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { done, type Outcome, refuse } from './problem.ts';

/** Paths of all files below `directory`, relative and with forward slashes; refuses what is neither file nor directory. */
export async function listFiles(directory: string, most: number): Promise<Outcome<ReadonlySet<string>>> {
  const files = new Set<string>();
  const pending = [''];
  for (let parent = pending.pop(); parent !== undefined; parent = pending.pop()) {
    // Not readdir: it takes the memory for all entries before any can be counted.
    for await (const entry of await opendir(join(directory, parent))) {
      const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
      if (entry.isDirectory()) pending.push(path);
      else if (entry.isFile()) files.add(path);
      else return refuse('unsafe-path', `\`${path}\` is neither a file nor a directory`);
      if (files.size + pending.length > most)
        return refuse('too-large', `the bundle has more than ${most} files and directories`);
    }
  }
  return done(files);
}

/** The bytes of a plain file of at most `most` bytes. */
export async function readBundleFile(
  directory: string,
  path: string,
  most: number,
): Promise<Outcome<Buffer>> {
  const file = await openPlainFile(join(directory, path));
  if (file === 'missing') return refuse('missing-file', `there is no \`${path}\` in \`${directory}\``);
  if (file === 'link') return refuse('unsafe-path', `\`${path}\` is no plain file`);
  try {
    const status = await file.stat();
    if (!status.isFile()) return refuse('unsafe-path', `\`${path}\` is no plain file`);
    const bytes = await readUpTo(file, Math.min(most, status.size) + 1);
    if (bytes.length > most) return refuse('too-large', `\`${path}\` is longer than ${most} bytes`);
    return done(bytes);
  } finally {
    await file.close();
  }
}

async function openPlainFile(path: string): Promise<FileHandle | 'missing' | 'link'> {
  // Without O_NONBLOCK, opening a pipe would wait for its other end.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  try {
    return await open(path, flags);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'missing';
    if (hasCode(error, 'ELOOP')) return 'link';
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function readUpTo(file: FileHandle, most: number): Promise<Buffer> {
  const buffer = Buffer.alloc(most);
  let length = 0;
  while (length < most) {
    const { bytesRead } = await file.read(buffer, length, most - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}
