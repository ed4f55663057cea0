/**
 * The projects of a workspace. A file belongs to the folder of the nearest `dlp.json` above it, else to the workspace folder that
 * it lies in, else to itself alone.
 */
import { dirname, type Host, joinPath, PROJECT_FILE } from '@dlpc/compiler';
import { Project } from './project.ts';

/** Folders above a file that are looked at. */
const MOST_LEVELS = 64;

export class Projects {
  readonly #host: Host;
  readonly #projects = new Map<string, Project>();
  #roots: readonly string[] = [];

  constructor(host: Host) {
    this.#host = host;
  }

  get all(): readonly Project[] {
    return [...this.#projects.values()];
  }

  /** Names the folders of the workspace; each is a project from the start. */
  open(roots: readonly string[]): void {
    this.#roots = roots;
    this.forget();
    for (const root of roots) this.#at(root);
  }

  /** Which files belong together may have changed: all is found anew. */
  forget(): void {
    this.#projects.clear();
  }

  async of(path: string): Promise<Project> {
    return this.#at(await this.#rootOf(path));
  }

  #at(root: string): Project {
    const project = this.#projects.get(root) ?? new Project(withoutProjectsBelow(this.#host, root), root);
    this.#projects.set(root, project);
    return project;
  }

  async #rootOf(path: string): Promise<string> {
    let folder = dirname(path);
    for (let level = 0; level < MOST_LEVELS; level += 1) {
      if ((await this.#host.kindOf(joinPath(folder, PROJECT_FILE))) === 'file') return folder;
      const above = dirname(folder);
      if (above === folder) break;
      folder = above;
    }
    const holding = this.#roots.filter((root) => path.startsWith(`${root}/`));
    return holding.toSorted((a, b) => b.length - a.length)[0] ?? path;
  }
}

/** A project of its own inside of `root` is none of that one's. */
function withoutProjectsBelow(host: Host, root: string): Host {
  return {
    ...host,
    list: async (directory) => {
      const entries = await host.list(directory);
      const own = await Promise.all(
        entries.map(async ({ name, kind }) => {
          const file = joinPath(joinPath(directory, name), PROJECT_FILE);
          return kind !== 'directory' || !directory.startsWith(root) || (await host.kindOf(file)) !== 'file';
        }),
      );
      return entries.filter((_, index) => own[index]);
    },
  };
}
