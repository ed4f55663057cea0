/** Reads a body whole, up to a bound, at the client's pace or not at all. */
import type { Readable } from 'node:stream';
import type { Pace } from './pace.ts';

export type ReadBody = Buffer | 'too large' | 'broken' | 'too slow';

export function readBody(request: Readable, maxBytes: number, pace: Pace): Promise<ReadBody> {
  const { promise, resolve } = Promise.withResolvers<ReadBody>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  const stop = pace.watch({ isAwaited: () => true, moved: () => bytes, end: () => give('too slow') });
  const give = (body: ReadBody): void => {
    stop();
    resolve(body);
  };
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) {
      chunks.push(chunk);
      return;
    }
    request.pause();
    request.removeAllListeners('data');
    give('too large');
  });
  request.once('end', () => give(Buffer.concat(chunks)));
  request.once('error', () => give('broken'));
  request.once('close', () => give('broken'));
  return promise;
}
