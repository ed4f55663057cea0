/** Connections beyond what there may be: a few of them are told so, and none stays. */
import type { Socket } from 'node:net';

/** How many wait to be told at a time, and for how long each may take to send a request. */
const MOST_TOLD = 64;
const TOLD_MILLISECONDS = 5_000;

export class TurnedAway {
  readonly #told = new Set<unknown>();

  /** `isSecret`: whether it speaks TLS, which costs more than it is worth to say no. */
  add(socket: Socket, isSecret: boolean): void {
    if (isSecret || this.#told.size >= MOST_TOLD) {
      socket.destroy();
      return;
    }
    this.#told.add(socket);
    const timer = setTimeout(() => socket.destroy(), TOLD_MILLISECONDS);
    socket.once('close', () => {
      clearTimeout(timer);
      this.#told.delete(socket);
    });
  }

  /** Whether a request on it is answered with nothing but that. */
  has(socket: unknown): boolean {
    return this.#told.has(socket);
  }
}
