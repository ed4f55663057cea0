/** A client that costs next to nothing: it asks, and waits for the last bytes of the answer without looking at the others. */
import { encodeQuery } from '../../runtime/src/pgwire/codec/encode-frontend.ts';
import { connectUpstream } from '../../runtime/src/pgwire/socket/connect-upstream.ts';
import type { ConnectionTarget } from '../e2e/crm-world.ts';

export interface ByteCounter {
  /** Resolves to the length of the answer. */
  ask(sql: string): Promise<number>;
  end(): void;
}

const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

export async function byteCounter({ password, ...place }: ConnectionTarget): Promise<ByteCounter> {
  const target = {
    ...place,
    password: () => password,
    tls: 'disable',
    parameters: {},
    allowAuthentication: ['cleartext'],
  } as const;
  const { channel } = await connectUpstream(target, new Map(), new AbortController().signal);
  let bytes = 0;
  let done: (bytes: number) => void = () => undefined;
  let tail = Buffer.alloc(0);
  channel.take((chunk) => {
    bytes += chunk.length;
    tail = Buffer.concat([tail, chunk.subarray(-READY.length)]).subarray(-READY.length);
    if (tail.equals(READY)) done(bytes);
  });
  return {
    ask: (sql) =>
      new Promise((resolve) => {
        bytes = 0;
        done = resolve;
        channel.write(encodeQuery(sql));
      }),
    end: () => channel.socket.destroy(),
  };
}
