/** Runs a client's program as its user would: told by PG* variables where to go. Knows nothing of what it does. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../support/programs.ts';
import type { ConnectionTarget } from '../support/tapped-client.ts';

/** A program of this folder. */
export function programFile(name: string): string {
  return fileURLToPath(new URL(`./programs/${name}`, import.meta.url));
}

export async function runClient(
  target: ConnectionTarget,
  command: string,
  ...args: readonly string[]
): Promise<Outcome> {
  const child = spawn(command, args, {
    env: {
      ...{ PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC', PYTHONDONTWRITEBYTECODE: '1' },
      ...{ PGHOST: target.host, PGPORT: String(target.port), PGDATABASE: target.database },
      ...{ PGUSER: target.user, PGPASSWORD: target.password },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const status = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await status, stdout, stderr };
}
