/** A TCP relay that keeps what the server side sent, for clients that cannot be looked into, such as psql. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface RecordingRelay {
  readonly host: string;
  readonly port: number;
  /** What came from the target since the last call, over all connections. */
  take(): Buffer;
  close(): Promise<void>;
}

/** Listens on a port of its own and passes everything on to `target`. */
export async function startRelay(target: { host: string; port: number }): Promise<RecordingRelay> {
  let chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    // Whichever side breaks off, the other is told.
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    upstream.on('data', (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was bound');
  return {
    host: '127.0.0.1',
    port: address.port,
    take: () => {
      const taken = Buffer.concat(chunks);
      chunks = [];
      return taken;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
