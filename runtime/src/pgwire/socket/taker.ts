/** How a connection is read once its handshake is over. */
import type { Socket } from 'node:net';

/** Gets the next bytes, in order. */
export type Taker = (chunk: Buffer) => void;

export interface ReadableChannel {
  readonly socket: Socket;
  /** Whether chunks are good only until the taker returns. */
  readonly lends: boolean;
  write(bytes: Buffer): void;
  /** From now on everything goes to `taker`, at the socket's pace; what was left unread may come at once. */
  take(taker: Taker): void;
}
