/** Sends the body of a request while it comes: counted where its length was said, else in chunks (RFC 9112, sections 6 and 7.1). */
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

export interface SentBody {
  /** Called once: it went out whole. */
  onSent(): void;
  /** A piece went out. */
  onProgress(): void;
  /** Called once in place of {@link onSent}: what was announced cannot be kept any more. */
  onBroken(): void;
}

/** `length`: what the head has announced; null for chunks. Gives a function that lets go of `body`. */
export function sendBody(
  socket: Socket,
  body: Readable,
  length: number | null,
  { onSent, onProgress, onBroken }: SentBody,
): () => void {
  let sent = 0;
  const release = (): void => {
    body.off('data', write).off('end', end).off('error', fail).off('close', fail);
    socket.off('drain', resume);
  };
  const fail = (): void => {
    release();
    onBroken();
  };
  const resume = (): void => void body.resume();
  const write = (piece: Buffer): void => {
    sent += piece.length;
    // A byte too many would be the beginning of another request.
    if (length !== null && sent > length) {
      fail();
      return;
    }
    onProgress();
    if (piece.length === 0) return;
    socket.cork();
    if (length === null) socket.write(`${piece.length.toString(16)}\r\n`, 'latin1');
    let mayGoOn = socket.write(piece);
    if (length === null) mayGoOn = socket.write('\r\n', 'latin1');
    socket.uncork();
    if (!mayGoOn) body.pause();
  };
  const end = (): void => {
    release();
    if (length !== null && sent !== length) {
      onBroken();
      return;
    }
    if (length === null) socket.write('0\r\n\r\n', 'latin1');
    onSent();
  };
  body.on('data', write).on('end', end).on('error', fail).on('close', fail);
  socket.on('drain', resume);
  // It may have been paused before it came here.
  body.resume();
  return release;
}
