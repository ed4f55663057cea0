/** Sends to another process of the proxy, which may end at any moment. */

/** A process that was started with a channel, or this one, where it was (`process`). */
export interface Line {
  readonly connected: boolean;
  send?(message: object, handle: undefined, options: undefined, sent: (error: Error | null) => void): boolean;
}

/** What a write fails with whose reader is gone. */
const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ECONNRESET', 'ERR_IPC_CHANNEL_CLOSED']);

/**
 * False where nobody is there. What cannot be written any more is lost: the other process has ended, and whoever has the line hears of that by itself. Without
 * somebody who takes the error it would end this process, too, and with it the sessions of all.
 */
export function sendTo(line: Line, message: object): boolean {
  if (!line.connected || line.send === undefined) return false;
  line.send(message, undefined, undefined, (error: NodeJS.ErrnoException | null) => {
    if (error !== null && !GONE.has(error.code)) throw error;
  });
  return true;
}
