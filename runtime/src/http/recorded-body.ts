/** The body of a request that goes on as it comes, and on record before: no piece reaches the API whose record could not be kept. Knows no journal. */
import { pipeline, type Readable, Transform } from 'node:stream';
import type { StoredBody } from './client-response.ts';
import type { RequestRecorder, SendingPart } from './request-recorder.ts';

/** `stored`: what may be stored of it. `onUnkept` is called in place of the rest where a record could not be kept. */
export function recordedBody(
  body: Readable,
  recorder: RequestRecorder,
  stored: StoredBody,
  onUnkept: () => void,
): Readable {
  const storedOf = (piece: Buffer): readonly Buffer[] =>
    stored === null ? [] : stored === 'whole' ? [piece] : stored.push(piece);
  let isOver = false;
  const keep = (part: SendingPart, kept: (error: Error | null) => void): void =>
    recorder.sending(part, (ok) => {
      if (!ok) onUnkept();
      kept(ok ? null : new Error('a piece of a request could not be put on record'));
    });
  const recorded: Transform = new Transform({
    transform: (piece: Buffer, _, done) =>
      keep({ body: storedOf(piece), bytes: piece.length, end: null }, (error) => done(error, piece)),
    // What came while the piece before was on its way to the disk: however small a client sends them, they are one entry.
    writev: (pieces, done) => recorded._write(Buffer.concat(pieces.map(({ chunk }) => chunk)), 'utf8', done),
    flush: (done) => {
      isOver = true;
      const rest = stored === null || stored === 'whole' ? [] : stored.end();
      keep({ body: rest, bytes: 0, end: { cut: null, isStored: isStored(stored) } }, done);
    },
    destroy: (error, done) => {
      if (!isOver) {
        isOver = true;
        const end = { cut: 'it ended too early', isStored: isStored(stored) };
        recorder.sending({ body: [], bytes: 0, end }, () => undefined);
      }
      done(error);
    },
  });
  // Whoever sends it on hears of its end and of every error from the stream itself.
  pipeline(body, recorded, () => undefined);
  return recorded;
}

function isStored(stored: StoredBody): boolean {
  return stored !== null && (stored === 'whole' || stored.fault === null);
}
