/**
 * Asks one thing over and over on connections that are kept, with next to no work of its own: a client of streams and objects takes more of the
 * processor than what it is to measure. The request is always the same bytes; of an answer only the status and the end are looked for.
 */
import { connect, type Socket } from 'node:net';

export interface Load {
  readonly port: number;
  /** A whole request without a body. */
  readonly request: Buffer;
  readonly connections: number;
  readonly milliseconds: number;
}

/** How many were answered. Rejects where an answer is not 200, or its length is not said. */
export async function askOverAndOver(load: Load): Promise<number> {
  const until = performance.now() + load.milliseconds;
  const counts = await Promise.all(Array.from({ length: load.connections }, () => askOn(load, until)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** As much as one read can bring; all connections share it, since it is looked at once. */
const SHARED = Buffer.allocUnsafeSlow(64 * 1024);

function askOn({ port, request }: Load, until: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let count = 0;
  let head = '';
  let left = 0;
  /** Takes as much of an answer as there is; gives where it stopped. */
  const take = (bytes: Buffer): void => {
    if (left === 0) {
      const found = bytes.indexOf('\r\n\r\n');
      if (found === -1) {
        head += bytes.toString('latin1');
        return;
      }
      head += bytes.toString('latin1', 0, found + 2);
      const length = /^HTTP\/1\.1 200 [\s\S]*\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1];
      if (length === undefined) throw new Error(`it answers ${head.slice(0, 100)}`);
      head = '';
      left = Number(length) - (bytes.length - found - 4);
    } else left -= bytes.length;
    if (left > 0) return;
    count += 1;
    if (performance.now() < until) socket.write(request);
    else socket.end();
  };
  const callback = (bytes: number): boolean => {
    try {
      take(SHARED.subarray(0, bytes));
    } catch (error) {
      socket.destroy();
      reject(error);
    }
    return true;
  };
  const socket: Socket = connect({
    ...{ host: '127.0.0.1', port, noDelay: true, onread: { buffer: SHARED, callback } },
  });
  socket.on('connect', () => socket.write(request));
  socket.on('error', reject);
  socket.on('close', () => resolve(count));
  socket.resume();
  return promise;
}
