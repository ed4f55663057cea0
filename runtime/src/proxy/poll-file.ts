/**
 * Notices that a file has changed. It asks the file system again and again rather than wait for its events: those
 * get lost on network file systems, and when a directory or symbolic link is exchanged as a whole, which is how bundles and
 * secrets are rolled out. Knows nothing of what the file holds.
 */
import { stat } from 'node:fs/promises';

export interface FilePoll {
  stop(): void;
}

export interface FilePollOptions {
  readonly path: string;
  /** What {@link fileSignature} said before the file was last read, so that no change since is missed. */
  readonly since: string;
  /** Answers whether the file could be used; where not, it is called again after the next interval. Must not reject. */
  readonly onChange: () => Promise<boolean>;
  readonly intervalMilliseconds: number;
}

/**
 * Calls `onChange` when the file is another one than before and has stayed the same for one interval, so that it is not
 * read half written. Calls never overlap.
 */
export function pollFile(options: FilePollOptions): FilePoll {
  const { path, since, onChange, intervalMilliseconds } = options;
  let stopped = false;
  let handled: string | null = since;
  let seen: string | null = null;
  let timer = later();

  async function poll(): Promise<void> {
    const signature = await fileSignature(path);
    if (signature !== handled && signature === seen && !stopped) {
      handled = (await onChange()) ? signature : null;
    }
    seen = signature;
    if (!stopped) timer = later();
  }

  function later(): NodeJS.Timeout {
    return setTimeout(() => void poll(), intervalMilliseconds);
  }

  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Changes whenever the file does: also when another one takes its place with the same size and time. */
export async function fileSignature(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(':');
  } catch {
    // Whoever reads the file will say why it cannot be read.
    return 'unreadable';
  }
}
