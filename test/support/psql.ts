/** Runs Debian's psql against the proxy, as a person would. Guard its tests with `requires('psql')`. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Outcome } from './programs.ts';

export interface PsqlTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Runs `commands`, each as with `-c`, without anyone's psqlrc. */
export async function psql(target: PsqlTarget, ...commands: readonly string[]): Promise<Outcome> {
  const flags = [
    '-X',
    '-h',
    target.host,
    '-p',
    String(target.port),
    '-U',
    target.user,
    '-d',
    target.database,
  ];
  const child = spawn('psql', [...flags, ...commands.flatMap((command) => ['-c', command])], {
    env: { PATH: process.env.PATH, PGPASSWORD: target.password, LC_ALL: 'C.UTF-8', PAGER: 'cat' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const status = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await status, stdout, stderr };
}
