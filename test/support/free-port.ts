/** A port for a program that cannot be told to take port 0 and say which one it got. */
import { createServer } from 'node:net';

/** A TCP port of 127.0.0.1 that was free a moment ago; whoever uses it must be ready to find it taken. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port was bound'));
      });
    });
  });
}
