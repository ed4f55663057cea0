/** Keeps a connection from ending for want of bytes while something on it waits for people. */

/** What node's sockets, and what HTTP/2 has in their place, have in common. */
export interface TimedSocket {
  setTimeout(milliseconds: number): unknown;
}

/** Requests that wait on each connection: those of HTTP/2 share one. */
const waiting = new WeakMap<TimedSocket, number>();

/** From now until the function that it gives is called, silence ends nothing; after the last of them, that of `idleMilliseconds` does again. */
export function stayOpen(socket: TimedSocket, idleMilliseconds: number): () => void {
  waiting.set(socket, (waiting.get(socket) ?? 0) + 1);
  socket.setTimeout(0);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    const left = (waiting.get(socket) ?? 1) - 1;
    waiting.set(socket, left);
    if (left === 0) socket.setTimeout(idleMilliseconds);
  };
}
