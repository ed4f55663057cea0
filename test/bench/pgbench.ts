/** A run of pgbench, so many clients for a few seconds, and what it says of it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ConnectionTarget } from '../e2e/crm-world.ts';

const run = promisify(execFile);
const CLIENTS = 8;
const SECONDS = 3;

export interface Load {
  /** As `-M` takes it. */
  readonly protocol: string;
  readonly clients?: number;
  readonly seconds?: number;
}

/** `script`: the file of the statements. */
export async function transactions(
  { host, port, user, password, database }: ConnectionTarget,
  script: string,
  { protocol, clients = CLIENTS, seconds = SECONDS }: Load,
): Promise<{ readonly perSecond: number; readonly count: number }> {
  const load = ['-n', '-f', script, '-M', protocol, '-c', String(clients), '-j', '2', '-T', String(seconds)];
  const { stdout } = await run('pgbench', [...load, '-h', host, '-p', String(port), '-U', user, database], {
    env: { ...process.env, PGPASSWORD: password },
  });
  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  const count = Number(/actually processed: (\d+)/.exec(stdout)?.[1]);
  // No figure is better than one that says nothing.
  if (!Number.isFinite(perSecond) || !(count > 0))
    throw new Error(
      `pgbench finished nothing in ${seconds} s with ${clients} clients: the machine is too busy`,
    );
  return { perSecond, count };
}
