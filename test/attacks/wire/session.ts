/** A connection that sends exactly the bytes it is told to, and keeps exactly those it gets. Knows the frames of the protocol only. */
import type { BackendKey } from '../../../runtime/src/pgwire/codec/decode-backend.ts';
import { connectUpstream } from '../../../runtime/src/pgwire/socket/connect-upstream.ts';
import type { ReadableChannel } from '../../../runtime/src/pgwire/socket/taker.ts';
import type { WayIn } from '../world/world.ts';

/** What came back. */
export interface Answer {
  readonly bytes: Buffer;
  /** Whether the other side closed the connection. */
  readonly closed: boolean;
}

export interface RawSession {
  /** For cancelling. */
  readonly key: BackendKey | null;
  readonly closed: boolean;
  /** Sends `bytes`, and gives what came up to so many ReadyForQuery, or to the end of the connection. */
  ask(bytes: Buffer, readies: number): Promise<Answer>;
  close(): void;
}

/** Nothing that an attack asks takes longer: what does, hangs. */
const HANG_MILLISECONDS = 20_000;
const HEADER_BYTES = 5;
const READY = 'Z'.charCodeAt(0);

/** Connects and authenticates; what comes before the first ReadyForQuery is left out, for salts and keys in it are random. */
export async function openSession(way: WayIn): Promise<RawSession> {
  const { host, port, database, user, password } = way;
  const target = {
    host,
    port,
    database,
    user,
    password: () => password,
    tls: 'disable',
    parameters: {},
  } as const;
  const { channel, greeting } = await connectUpstream(target, new Map(), new AbortController().signal);
  return rawSession(channel, greeting.key);
}

/** Takes over a connection on which nothing is under way. */
export function rawSession(channel: ReadableChannel, key: BackendKey | null): RawSession {
  const { socket } = channel;
  let received = Buffer.alloc(0);
  let closed = false;
  let wake: () => void = () => undefined;
  channel.take((chunk) => {
    received = Buffer.concat([received, chunk]);
    wake();
  });
  socket.on('close', () => {
    closed = true;
    wake();
  });
  // A reset ends the connection as a close does; what came before it counts.
  socket.on('error', () => undefined);
  socket.resume();

  async function changed(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      wake = resolve;
      timer = setTimeout(
        () => reject(new Error(`no answer after ${received.length} bytes`)),
        HANG_MILLISECONDS,
      );
    });
    clearTimeout(timer);
  }

  return {
    key,
    get closed() {
      return closed;
    },
    ask: async (bytes, readies) => {
      if (bytes.length > 0) socket.write(bytes);
      for (;;) {
        const end = endOfAnswer(received, readies);
        if (end !== null || closed) {
          const answer = received.subarray(0, end ?? received.length);
          received = received.subarray(end ?? received.length);
          return { bytes: answer, closed: end === null };
        }
        await changed();
      }
    },
    close: () => socket.destroy(),
  };
}

/** Where the last of so many ReadyForQuery ends; null where it has not come yet. */
function endOfAnswer(bytes: Buffer, readies: number): number | null {
  let missing = readies;
  let at = 0;
  while (missing > 0 && at + HEADER_BYTES <= bytes.length) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    if (end > bytes.length) return null;
    if (bytes[at] === READY) missing -= 1;
    at = end;
  }
  return missing === 0 ? at : null;
}
