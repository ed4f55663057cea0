/** What the proxy holds: at rest, and for each session that does nothing. As the kernel counts resident memory; Linux alone. */
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectUpstream } from '../../runtime/src/pgwire/socket/connect-upstream.ts';
import { type ConnectionTarget, createWorld } from '../e2e/crm-world.ts';
import { type Measured, summary } from './measure.ts';
import { residentBytes } from './process-cost.ts';

const SESSIONS = 2_000;
/** A little above, for the connections of the proxy itself. */
const CONNECTIONS = String(SESSIONS + 50);
const AT_ONCE = 20;
/** The engine gives back what the handshakes took when nothing has happened for a while. */
const SETTLE_MILLISECONDS = 20_000;

export async function memoryBenchmarks(): Promise<readonly Measured[]> {
  const world = await createWorld({
    settings: { log: { level: 'info', format: 'json' }, limits: { maxSessions: SESSIONS + 10 } },
    postgres: { settings: { max_connections: CONNECTIONS } },
  });
  try {
    await sleep(SETTLE_MILLISECONDS);
    const atRest = residentBytes(world.proxy.pid);
    const sockets = await idleSessions(world.target('pipeline'), SESSIONS);
    await sleep(SETTLE_MILLISECONDS);
    const held = residentBytes(world.proxy.pid);
    for (const socket of sockets) socket.destroy();
    return [
      { name: 'memory of a worker at rest (MB)', sides: [summary('proxy', [atRest / 1e6])] },
      {
        name: `memory of an idle session, of ${SESSIONS} (kB)`,
        sides: [summary('proxy', [(held - atRest) / SESSIONS / 1e3])],
      },
    ];
  } finally {
    await world.stop();
  }
}

/** Opens so many; each has authenticated, and asks nothing. */
async function idleSessions(target: ConnectionTarget, count: number): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  const { password, ...place } = target;
  let begun = 0;
  const open = async () => {
    while (begun < count) {
      begun += 1;
      const { channel } = await connectUpstream(
        { ...place, password: () => password, tls: 'disable', parameters: {} },
        new Map(),
        new AbortController().signal,
      );
      sockets.push(channel.socket);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, open));
  return sockets;
}
