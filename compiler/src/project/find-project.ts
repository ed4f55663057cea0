/** Finds the project that paths belong to: the nearest `dlp.json` at or above the first of them. */
import { type Diagnostic, SourceText } from '@dlpc/language';
import type { Host } from '../host/host.ts';
import { dirname, joinPath, normalize } from '../host/paths.ts';
import { PROJECT_FILE, type Project } from './project.ts';
import { readProject } from './read-project.ts';

const LIMITS = { bytes: 1024 * 1024, levels: 64 } as const;

export interface FoundProject {
  /** Null where there is none. */
  readonly project: Project | null;
  /** The text of its file, for diagnostics that point into it. */
  readonly text: SourceText | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The `dlp.json` that is there and cannot be read, with the reason. */
  readonly failures: readonly { readonly path: string; readonly reason: string }[];
}

const NONE: FoundProject = { project: null, text: null, diagnostics: [], failures: [] };

/**
 * What to read: `paths` as the command line has them, a folder with a `dlp.json` standing for the policies of that project.
 * Without any, all of the project that the current folder belongs to, or else what is below that folder.
 */
export async function policyPaths(
  host: Host,
  paths: readonly string[],
  { project }: FoundProject,
): Promise<readonly string[]> {
  if (paths.length === 0) return project?.policies ?? ['.'];
  const read = await Promise.all(
    paths.map(async (path) => {
      const own = project !== null && normalize(joinPath(path, PROJECT_FILE)) === project.file;
      if (own) return project.policies;
      if ((await host.kindOf(joinPath(path, PROJECT_FILE))) !== 'file') return [path];
      const other = await readProjectAt(host, joinPath(path, PROJECT_FILE));
      return other.project?.policies ?? [path];
    }),
  );
  return read.flat();
}

/** `paths` are those of the command line; without any, the project of the current folder is looked for. */
export async function findProject(host: Host, paths: readonly string[]): Promise<FoundProject> {
  const first = normalize(paths[0] ?? '.');
  const start = (await host.kindOf(first)) === 'file' ? dirname(first) : first;
  let directory = start;
  for (let level = 0; level < LIMITS.levels; level += 1) {
    const path = joinPath(directory, PROJECT_FILE);
    if ((await host.kindOf(path)) === 'file') return readProjectAt(host, path);
    const above = parentOf(directory);
    if (above === directory) break;
    directory = above;
  }
  return NONE;
}

async function readProjectAt(host: Host, path: string): Promise<FoundProject> {
  const read = await host.readText(path, LIMITS.bytes);
  if (!read.ok) return { ...NONE, failures: [{ path, reason: read.failure.reason }] };
  const text = new SourceText(path, read.text);
  return { ...readProject(text), text, failures: [] };
}

/** One up, also from a relative path, whose own top is not known. */
function parentOf(directory: string): string {
  const climbs = directory === '.' || directory === '..' || directory.endsWith('/..');
  return climbs ? normalize(`${directory}/..`) : dirname(directory);
}
