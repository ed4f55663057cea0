/** Finds and reads the policy files that a command line names. */
import { MANIFEST_FILE } from '@dlpc/runtime/abi';
import type { DirectoryEntry, Host } from './host/host.ts';
import { joinPath, normalize } from './host/paths.ts';
import { PROJECT_FILE } from './project/project.ts';

/** Bounds of what is looked through: a mistyped path must not walk a whole disk. */
const LIMITS = { bytes: 16 * 1024 * 1024, depth: 32, entries: 50_000, files: 5_000 } as const;

const EXTENSION = '.dlp';

/** A policy file as it was read. */
export interface PolicySource {
  readonly path: string;
  readonly text: string;
}

/** An input that could not be used at all: a matter of the command line, not of the policy. */
export interface InputFailure {
  readonly path: string;
  /** Half a sentence, without the path. */
  readonly reason: string;
}

export interface PolicyFiles {
  /** Ordered by path, each once. */
  readonly files: readonly PolicySource[];
  readonly failures: readonly InputFailure[];
}

/** What to make of a project that lies below a directory which was named. */
export interface ReadOptions {
  /** Whether its files are read like all others. Else none is: together with others they would mean something else than by themselves. */
  readonly acrossProjects?: boolean;
}

/**
 * Reads each file named, and each `.dlp` file below each directory named; hidden and
 * `node_modules` directories are passed over, and so are bundles, which hold copies of the policies they were made of.
 */
export async function readPolicyFiles(
  host: Host,
  paths: readonly string[],
  { acrossProjects = false }: ReadOptions = {},
): Promise<PolicyFiles> {
  const found = new Set<string>();
  const failures: InputFailure[] = [];
  for (const path of paths.map(normalize)) {
    const kind = await host.kindOf(path);
    if (kind === 'file') found.add(path);
    else if (kind === 'none') failures.push({ path, reason: 'there is no such file or directory' });
    else {
      const below = await walk(host, path, acrossProjects);
      if (typeof below === 'string') failures.push({ path, reason: below });
      else for (const file of below) found.add(file);
    }
  }
  const files: PolicySource[] = [];
  for (const path of [...found].sort()) {
    const read = await readPolicyFile(host, path);
    if (typeof read === 'string') failures.push({ path, reason: read });
    else files.push(read);
  }
  return { files, failures };
}

/** Reads one file; half a sentence where that cannot be. */
export async function readPolicyFile(host: Host, path: string): Promise<PolicySource | string> {
  const read = await host.readText(path, LIMITS.bytes);
  return read.ok ? { path, text: read.text } : read.failure.reason;
}

/** The policy files below a directory, or why there are none. */
async function walk(host: Host, root: string, acrossProjects: boolean): Promise<readonly string[] | string> {
  const files: string[] = [];
  const projects: string[] = [];
  let entries = 0;
  const left = [{ directory: root, depth: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const listed = await host.list(next.directory);
    if (isBundle(listed)) {
      if (next.depth === 0) return 'it is a compiled bundle';
      continue;
    }
    if (!acrossProjects && next.depth > 0 && isProject(listed)) {
      projects.push(next.directory);
      continue;
    }
    for (const entry of listed) {
      entries += 1;
      if (entries > LIMITS.entries) return `it holds more than ${LIMITS.entries} files and directories`;
      const path = joinPath(next.directory, entry.name);
      if (entry.kind === 'file') {
        if (entry.name.endsWith(EXTENSION)) files.push(path);
      } else if (!entry.name.startsWith('.') && entry.name !== 'node_modules') {
        if (next.depth >= LIMITS.depth) return `it is more than ${LIMITS.depth} directories deep`;
        left.push({ directory: path, depth: next.depth + 1 });
      }
    }
    if (files.length > LIMITS.files) return `it holds more than ${LIMITS.files} policy files`;
  }
  if (projects.length > 0) return severalProjects(projects.sort());
  return files.length > 0 ? files : `it holds no policy file (\`*${EXTENSION}\`)`;
}

function isProject(entries: readonly DirectoryEntry[]): boolean {
  return entries.some(({ name, kind }) => name === PROJECT_FILE && kind === 'file');
}

function severalProjects(projects: readonly string[]): string {
  const shown = projects.slice(0, 3).map((path) => `\`${path}\``);
  const rest = projects.length > shown.length ? `, and ${projects.length - shown.length} more` : '';
  const [what, way] =
    projects.length === 1
      ? ['a project of its own', 'name it']
      : [`${projects.length} projects of their own`, 'name one'];
  return `it holds ${what}, which cannot be read together with other policies; ${way}: ${shown.join(', ')}${rest}`;
}

/** A bundle from an earlier run may lie in the very directory that is compiled. */
function isBundle(entries: readonly DirectoryEntry[]): boolean {
  const has = (name: string, kind: DirectoryEntry['kind']) =>
    entries.some((entry) => entry.name === name && entry.kind === kind);
  return has(MANIFEST_FILE, 'file') && has('matchers', 'directory') && has('policies', 'directory');
}
