/** Reads a body whole, up to a bound. */
import type { Readable } from 'node:stream';

export function readBody(request: Readable, maxBytes: number): Promise<Buffer | 'too large' | 'broken'> {
  const { promise, resolve } = Promise.withResolvers<Buffer | 'too large' | 'broken'>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      request.pause();
      request.removeAllListeners('data');
      resolve('too large');
    } else {
      chunks.push(chunk);
    }
  });
  request.once('end', () => resolve(Buffer.concat(chunks)));
  request.once('error', () => resolve('broken'));
  request.once('close', () => resolve('broken'));
  return promise;
}
