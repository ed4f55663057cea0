/** A project: the folder of a `dlp.json`, which pins the version of the language and says where the policies are. */

/** Name of the file that makes a folder a project. */
export const PROJECT_FILE = 'dlp.json';

/** Versions of the language that this compiler knows, oldest first. A file means the same under one version for ever. */
export const LANGUAGE_VERSIONS: readonly number[] = [1];

/** What is not pinned means what the newest version means. */
export const NEWEST_LANGUAGE = Math.max(...LANGUAGE_VERSIONS);

export interface Project {
  /** Path of its `dlp.json`. */
  readonly file: string;
  readonly language: number;
  /** Files and folders, as paths that the host understands. */
  readonly policies: readonly string[];
}
