/** A {@link Host} that keeps its files in memory, for tests and for editors whose texts are not on disk yet. */
import { decodeText, tooLarge } from './decode-text.ts';
import { type BytesResult, type DirectoryEntry, type Host, HostError, type PathKind } from './host.ts';
import { dirname, normalize } from './paths.ts';

/** A {@link Host} whose files can be looked at as a whole. */
export interface MemoryHost extends Host {
  /** Content by normal path; directories exist where a file is below them, or where one was made. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Its clock stands still, so that the same files always get the same answers. */
const NOW = Date.UTC(2026, 0, 1);

/** Creates a host that holds `files`, by path. */
export function memoryHost(files: Readonly<Record<string, string | Uint8Array>> = {}): MemoryHost {
  const stored = new Map<string, Uint8Array>();
  const directories = new Set<string>(['.', '/']);
  for (const [path, content] of Object.entries(files)) put(path, content);

  function put(path: string, content: string | Uint8Array): void {
    const normal = normalize(path);
    stored.set(normal, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    addDirectories(dirname(normal));
  }

  function addDirectories(path: string): void {
    for (let directory = path; !directories.has(directory); directory = dirname(directory)) {
      if (stored.has(directory)) throw new HostError(`cannot create \`${path}\`: \`${directory}\` is a file`);
      directories.add(directory);
    }
  }

  function kindNow(path: string): PathKind {
    if (stored.has(path)) return 'file';
    return directories.has(path) ? 'directory' : 'none';
  }

  function readNow(path: string, maxBytes: number): BytesResult {
    const bytes = stored.get(normalize(path));
    if (bytes !== undefined) return bytes.length > maxBytes ? tooLarge(maxBytes) : { ok: true, bytes };
    return kindNow(normalize(path)) === 'directory'
      ? { ok: false, failure: { kind: 'directory', reason: 'it is a directory' } }
      : { ok: false, failure: { kind: 'missing', reason: 'there is no such file' } };
  }

  /** `path` and everything below it. */
  function within(path: string): (other: string) => boolean {
    return (other) => other === path || other.startsWith(`${path}/`);
  }

  const host: MemoryHost = {
    files: stored,
    now: () => NOW,
    async kindOf(path) {
      return kindNow(normalize(path));
    },
    async list(directory) {
      const normal = normalize(directory);
      if (kindNow(normal) !== 'directory')
        throw new HostError(`cannot list \`${directory}\`: there is no such directory`);
      const entries: DirectoryEntry[] = [];
      for (const path of [...stored.keys(), ...directories])
        if (path !== normal && dirname(path) === normal)
          entries.push({
            name: path.slice(path.lastIndexOf('/') + 1),
            kind: stored.has(path) ? 'file' : 'directory',
          });
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async listExactly(directory, most) {
      return (await host.list(directory)).slice(0, most + 1);
    },
    async readText(path, maxBytes) {
      const read = readNow(path, maxBytes);
      return read.ok ? decodeText(read.bytes) : read;
    },
    // Nobody but the test sees these files, and none of them is a link.
    async readSecret(path, maxBytes) {
      return host.readText(path, maxBytes);
    },
    async readExactly(path, maxBytes) {
      return readNow(path, maxBytes);
    },
    async createFile(path, text) {
      if (kindNow(normalize(path)) !== 'none') return false;
      await host.writeFile(path, text);
      return true;
    },
    async writeFile(path, content) {
      const normal = normalize(path);
      if (kindNow(normal) === 'directory') throw new HostError(`cannot write \`${path}\`: it is a directory`);
      if (kindNow(dirname(normal)) !== 'directory')
        throw new HostError(`cannot write \`${path}\`: there is no such directory`);
      put(normal, content);
    },
    async makeDirectory(path) {
      addDirectories(normalize(path));
    },
    async rename(from, to) {
      const source = normalize(from);
      const target = normalize(to);
      if (kindNow(source) === 'none') throw new HostError(`cannot rename \`${from}\`: there is no such file`);
      if (kindNow(target) === 'directory' && [...stored.keys()].some(within(target)))
        throw new HostError(`cannot rename \`${from}\`: \`${to}\` exists already`);
      for (const path of [...stored.keys()].filter(within(source))) {
        const content = stored.get(path);
        stored.delete(path);
        if (content !== undefined) put(target + path.slice(source.length), content);
      }
      for (const path of [...directories].filter(within(source))) {
        directories.delete(path);
        addDirectories(target + path.slice(source.length));
      }
    },
    async remove(path) {
      const inside = within(normalize(path));
      for (const file of [...stored.keys()].filter(inside)) stored.delete(file);
      for (const directory of [...directories].filter(inside)) directories.delete(directory);
      directories.add('.').add('/');
    },
  };
  return host;
}
