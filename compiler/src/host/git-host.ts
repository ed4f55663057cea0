/**
 * The files of a revision of a git repository, as a {@link Host} that only reads. The working tree is neither looked at nor
 * touched: names and contents come from the objects of the repository, by the program `git`.
 */
import { execFile } from 'node:child_process';
import { decodeText, tooLarge } from './decode-text.ts';
import { type DirectoryEntry, type Host, HostError, type PathKind, type ReadResult } from './host.ts';
import { isAbsolute, normalize } from './paths.ts';

/** A list of all files of a revision; some repositories have a million. */
const MOST_LIST_BYTES = 512 * 1024 * 1024;

/** Something in a tree: what it is, and its object. */
interface Entry {
  readonly kind: PathKind | 'link';
  readonly object: string;
  /** In bytes; 0 for a directory. */
  readonly size: number;
}

/** The files of `revision` (a branch, a tag, a commit), by paths relative to the current directory. */
export async function gitHost(host: Host, revision: string): Promise<Host> {
  const commit = await git([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]).catch(() => {
    throw new HostError(`there is no revision ${JSON.stringify(revision)} in this git repository`);
  });
  const hash = text(commit).trim();
  const prefix = text(await git(['rev-parse', '--show-prefix'])).replace(/\n$/, '');
  const listed = text(await git(['ls-tree', '-r', '-t', '-z', '-l', '--full-tree', hash], MOST_LIST_BYTES));
  return revisionHost(host, prefix, entriesOf(listed));
}

function revisionHost(host: Host, prefix: string, entries: ReadonlyMap<string, Entry>): Host {
  /** From the top of the repository; null for what is outside of it. */
  const placeOf = (path: string): string | null => {
    if (isAbsolute(path))
      throw new HostError(`in a revision, paths are relative to the current directory: ${path}`);
    const place = normalize(`${prefix}${path}`);
    return place === '..' || place.startsWith('../') ? null : place;
  };
  const find = (path: string): Entry | null => {
    const place = placeOf(path);
    if (place === '.') return { kind: 'directory', object: '', size: 0 };
    const entry = place === null ? undefined : entries.get(place);
    // What it leads to may be anywhere; to take it for nothing could leave out a policy that denies.
    if (entry?.kind === 'link') throw new HostError(`a link cannot be followed in a revision: ${path}`);
    return entry ?? null;
  };
  return {
    ...host,
    kindOf: async (path) => {
      const kind = find(path)?.kind ?? 'none';
      return kind === 'link' ? 'none' : kind;
    },
    list: async (directory) => {
      const place = placeOf(directory);
      const start = place === null || place === '.' ? '' : `${place}/`;
      const found: DirectoryEntry[] = [];
      for (const path of place === null ? [] : entries.keys()) {
        const name = path.slice(start.length);
        if (!path.startsWith(start) || name.includes('/')) continue;
        const kind = find(joined(directory, name))?.kind;
        if (kind === 'file' || kind === 'directory') found.push({ name, kind });
      }
      return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    readText: async (path, maxBytes): Promise<ReadResult> => {
      const entry = find(path);
      if (entry === null) return missing('missing', 'there is no such file or directory');
      if (entry.kind !== 'file') return missing('directory', 'it is a directory');
      if (entry.size > maxBytes) return tooLarge(maxBytes);
      return decodeText(await git(['cat-file', 'blob', entry.object], maxBytes + 1));
    },
  };
}

function joined(directory: string, name: string): string {
  return directory === '.' ? name : `${directory}/${name}`;
}

function missing(kind: 'missing' | 'directory', reason: string): ReadResult {
  return { ok: false, failure: { kind, reason } };
}

/** `100644 blob 1a2b…     42\tpath`, each ended by a zero byte. */
function entriesOf(listed: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const line of listed.split('\0')) {
    const match = /^(\d{6}) (\w+) ([0-9a-f]+) +(\d+|-)\t(.*)$/su.exec(line);
    if (match === null) continue;
    const [, mode, type, object = '', size, path = ''] = match;
    const kind =
      mode === '120000' ? 'link' : type === 'tree' ? 'directory' : type === 'blob' ? 'file' : 'none';
    entries.set(path, { kind, object, size: Number(size) || 0 });
  }
  return entries;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** What `git` prints. Nothing of `args` goes through a shell. */
function git(args: readonly string[], maxBuffer = 1024 * 1024): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      [...args],
      { encoding: 'buffer', maxBuffer, windowsHide: true },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new HostError(`cannot run git: ${text(stderr).trim().split('\n')[0] || error.message}`));
      },
    );
  });
}
