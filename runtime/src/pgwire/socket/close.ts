/** How a socket ends: with its last words delivered where the peer listens, and soon where it does not. */
import type { Socket } from 'node:net';

const LINGER_MILLISECONDS = 2_000;

/**
 * Sends `lastWords`, closes our half, and waits a moment for the peer's. What still comes is read and dropped: closing
 * with unread data would reset the connection, and the last words with it.
 */
export function closeGently(socket: Socket, lastWords: Buffer | null): void {
  if (socket.destroyed) return;
  socket.removeAllListeners('data');
  const timer = setTimeout(() => socket.destroy(), LINGER_MILLISECONDS);
  socket.once('close', () => clearTimeout(timer));
  socket.once('end', () => socket.destroySoon());
  if (socket.writable) {
    if (lastWords === null) socket.end();
    else socket.end(lastWords);
  }
  if (socket.readableEnded) socket.destroySoon();
  else socket.resume();
}

/** Resolves when the socket is closed. */
export function closed(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
