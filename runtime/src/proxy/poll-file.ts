/**
 * Notices that a file has changed. It asks the file system twice a second rather than wait for its events: those get
 * lost on network file systems, and when a directory or symbolic link is exchanged as a whole, which is how bundles and
 * secrets are rolled out. Knows nothing of what the file holds.
 */
import { stat } from 'node:fs/promises';

const POLL_MILLISECONDS = 500;

export interface FilePoll {
  stop(): void;
}

/**
 * Calls `onChange` when the file at `path` is another one than at the call, and has stayed the same for one interval, so
 * that it is not read half written. Where `onChange` answers false, it is called again after the next interval.
 * Calls never overlap. `onChange` must not reject.
 */
export function pollFile(path: string, onChange: () => Promise<boolean>): FilePoll {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let handled: string | null = null;
  let seen: string | null = null;

  async function poll(): Promise<void> {
    const signature = await signatureOf(path);
    handled ??= signature;
    if (signature !== handled && signature === seen) {
      handled = (await onChange()) ? signature : 'to be read again';
    }
    seen = signature;
    if (!stopped) timer = setTimeout(() => void poll(), POLL_MILLISECONDS);
  }

  void poll();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Changes whenever the file does: also when another one takes its place with the same size and time. */
async function signatureOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(':');
  } catch {
    // Whoever reads the file will say why it cannot be read.
    return 'unreadable';
  }
}
