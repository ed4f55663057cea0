/**
 * The outside world of the compiler: every read and write goes through a {@link Host}, so that the core is pure and
 * runs in a test, an editor or a browser alike. Knows nothing of policies.
 *
 * Paths use forward slashes. What a caller can be expected to meet (a missing file, a text that is none) is a value;
 * everything else rejects with a {@link HostError}.
 */

export type PathKind = 'file' | 'directory' | 'none';

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: Exclude<PathKind, 'none'>;
}

/** What stands in a directory itself: a link is a link here, wherever it leads. */
export interface ExactEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'other';
}

/** Why a file gave nothing: half a sentence for people, without the path. */
export interface ReadFailure {
  readonly kind: 'missing' | 'directory' | 'too-large' | 'not-text' | 'not-plain' | 'exposed' | 'unreadable';
  readonly reason: string;
}

export type ReadResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly failure: ReadFailure };

export type BytesResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly failure: ReadFailure };

/** What a file is like without reading it: it changes when the content does, but for changes within one tick of the file system's clock. */
export interface FileStamp {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

export interface Host {
  /** Milliseconds since 1970. */
  now(): number;
  kindOf(path: string): Promise<PathKind>;
  /** Files and directories, ordered by name. Links to directories are left out, so that a walk always ends. */
  list(directory: string): Promise<readonly DirectoryEntry[]>;
  /** The text of a UTF-8 file of at most `maxBytes`, without a byte order mark. */
  readText(path: string, maxBytes: number): Promise<ReadResult>;
  /** Null for what is no plain file. A host without this has no cheap way to tell. */
  readonly stampOf?: (path: string) => FileStamp | null;
  /** Like {@link readText}, for a file that nobody but its owner may read or change; another one is refused. */
  readSecret(path: string, maxBytes: number): Promise<ReadResult>;
  /** All that stands in a directory, links among it, in no order; of more than `most` entries, one more than that. */
  listExactly(directory: string, most: number): Promise<readonly ExactEntry[]>;
  /** The bytes of a plain file of at most `maxBytes`, and of nothing that a link leads to. */
  readExactly(path: string, maxBytes: number): Promise<BytesResult>;
  /**
   * Writes a file that is not there yet, readable by its owner alone where it is a secret. Resolves to false, and writes
   * nothing, where anything has that name.
   */
  createFile(path: string, text: string, secrecy: 'secret' | 'public'): Promise<boolean>;
  /** Replaces the file as a whole or not at all; its directory must exist. Keeps the mode of a file that was there. */
  writeFile(path: string, content: string | Uint8Array): Promise<void>;
  /** With its parents; one that exists is left as it is. */
  makeDirectory(path: string): Promise<void>;
  /** Moves a file or a directory within one file system. The target must not be a directory that holds anything. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, or a directory with all it holds; what is not there is no mistake. */
  remove(path: string): Promise<void>;
}

/** The outside world refused: a full disk, a missing permission. The message is a sentence for people. */
export class HostError extends Error {
  override readonly name = 'HostError';
}
