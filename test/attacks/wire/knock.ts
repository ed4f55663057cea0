/** Connections that never become a session: what comes back before they are closed. */
import { connect } from 'node:net';
import pg from 'pg';
import type { Taker } from '../../../runtime/src/pgwire/socket/taker.ts';
import type { WayIn } from '../world/world.ts';
import { rawSession } from './session.ts';

/** Sends `bytes` on a fresh connection; gives all that came back until the other side closed it. */
export async function knock({ host, port }: Pick<WayIn, 'host' | 'port'>, bytes: Buffer): Promise<Buffer> {
  const socket = connect(port, host);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  const channel = {
    socket,
    lends: false,
    take: (taker: Taker) => void socket.on('data', taker),
    write: (sent: Buffer) => void socket.write(sent),
  };
  const { bytes: answer } = await rawSession(channel, null).ask(bytes, 1);
  socket.destroy();
  return answer;
}

/** Tries to open a session as any client would; gives how it was refused, as SQLSTATE and message. */
export async function refusalOf(way: WayIn): Promise<string> {
  const client = new pg.Client({ ...way });
  try {
    await client.connect();
    await client.end();
    return 'open';
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return `${error.code} ${error.message}`;
  }
}
